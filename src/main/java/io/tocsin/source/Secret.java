package io.tocsin.source;

/** What lets us in, and is told to nobody else. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
