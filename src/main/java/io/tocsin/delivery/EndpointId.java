package io.tocsin.delivery;

/** An endpoint's name: {@code ep_} and 26 characters that sort by time of creation. */
public record EndpointId(String value) implements Comparable<EndpointId> {
    public static final String PREFIX = "ep_";

    public EndpointId {
        if (!value.startsWith(PREFIX) || value.length() == PREFIX.length()) {
            throw new IllegalArgumentException("endpoint id: " + value + " (expected: ep_…)");
        }
    }

    @Override
    public int compareTo(EndpointId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
