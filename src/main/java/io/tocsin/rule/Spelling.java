package io.tocsin.rule;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which name was meant by one that does not exist. */
final class Spelling {
    private static final int LONGEST = 32;

    private Spelling() {}

    /** The name that is the fewest slips away: one is forgiven in short names, more in longer ones. */
    static Optional<String> nearest(String written, Collection<String> names) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        return names.stream()
                .filter(name -> slips(written, name) <= Math.max(1, written.length() / 4))
                .min(Comparator.comparingInt(name -> slips(written, name)));
    }

    /** Letters left out, put in, put for others, or two of them exchanged (optimal string alignment). */
    private static int slips(String one, String other) {
        int[][] slips = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                slips[i][j] = i == 0 || j == 0 ? i + j : fewest(slips, one, other, i, j);
            }
        }
        return slips[one.length()][other.length()];
    }

    private static int fewest(int[][] slips, String one, String other, int i, int j) {
        int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int fewest = Math.min(slips[i - 1][j - 1] + changed, Math.min(slips[i - 1][j], slips[i][j - 1]) + 1);
        boolean exchanged =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return exchanged ? Math.min(fewest, slips[i - 2][j - 2] + 1) : fewest;
    }
}
