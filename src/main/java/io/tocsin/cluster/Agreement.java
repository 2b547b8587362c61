package io.tocsin.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What members must have in common, so that a request is answered alike wherever it is made.
 *
 * @param version of the program; all but the last of its numbers must be the same
 * @param settings by name, as they are told when they differ
 * @param things by name, of which one is recognised by its fingerprint and no more is told
 */
public record Agreement(String version, Map<String, String> settings, Map<String, Thing> things) {
    /** What members say to each other; to be counted up when a member would not understand another. */
    static final int PROTOCOL = 1;

    private static final String MINE = "tocsin.agree.";
    private static final String NONE = "none";

    public Agreement {
        settings = Map.copyOf(settings);
        things = Map.copyOf(things);
    }

    /** @param expected in words, such as "the same file on every member" */
    public record Thing(String fingerprint, String expected) {}

    /** As a member tells the others. */
    Map<String, String> attributes() {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put(MINE + "protocol", Integer.toString(PROTOCOL));
        attributes.put(MINE + "version", line(version));
        settings.forEach((name, value) -> attributes.put(MINE + name, value));
        things.forEach((name, thing) -> attributes.put(MINE + name, thing.fingerprint()));
        return attributes;
    }

    /**
     * What is not as it is there, each in words; empty if the two may work together.
     *
     * @param others the {@link #attributes} of the other member, among others
     */
    List<String> differences(Map<String, String> others, String where) {
        List<String> differences = new ArrayList<>();
        attributes().forEach((key, mine) -> {
            String theirs = others.get(key);
            if (mine.equals(theirs)) {
                return;
            }
            String name = key.substring(MINE.length());
            Thing thing = things.get(name);
            differences.add(
                    thing == null
                            ? name + ": " + mine + " (expected: " + (theirs == null ? NONE : theirs) + ", as on "
                                    + where + ")"
                            : name + ": differs from that of " + where + " (expected: " + thing.expected() + ")");
        });
        return differences;
    }

    /** Versions that differ in the last number only work together: else no version could replace another one by one. */
    private static String line(String version) {
        String numbers = version.split("-", 2)[0];
        int last = numbers.lastIndexOf('.');
        return last < 0 ? numbers : numbers.substring(0, last);
    }
}
