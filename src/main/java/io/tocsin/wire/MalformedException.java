package io.tocsin.wire;

/** Bytes from outside that are not what they should be. The message is shown to their sender as it stands. */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }

    public MalformedException(String where, String found, String expected) {
        this(where + ": " + found + " (expected: " + expected + ")");
    }
}
