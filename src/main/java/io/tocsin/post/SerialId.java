package io.tocsin.post;

/** A post's id of a source that numbers its posts, so that one can be told to be before another. */
public record SerialId(String digits) implements Comparable<SerialId> {
    private static final int MAX_DIGITS = 40;

    /** Leading zeroes do not count. */
    public SerialId {
        if (!serial(digits)) {
            throw new IllegalArgumentException("\"" + digits + "\" (expected: a number of at most " + MAX_DIGITS
                    + " digits, as posts can be compared by their ids only then)");
        }
        digits = digits.substring(zeroes(digits));
    }

    /**
     * Whether the post is this one, or was made before it. Of an id that is no number nobody knows: it counts as so.
     */
    public boolean reaches(PostId post) {
        return !serial(post.id()) || new SerialId(post.id()).compareTo(this) <= 0;
    }

    private static boolean serial(String id) {
        return !id.isEmpty() && id.length() <= MAX_DIGITS && id.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int zeroes(String digits) {
        int zeroes = 0;
        while (zeroes < digits.length() - 1 && digits.charAt(zeroes) == '0') {
            zeroes++;
        }
        return zeroes;
    }

    @Override
    public int compareTo(SerialId other) {
        int byLength = Integer.compare(digits.length(), other.digits.length());
        return byLength != 0 ? byLength : digits.compareTo(other.digits);
    }

    @Override
    public String toString() {
        return digits;
    }
}
