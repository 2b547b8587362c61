package io.tocsin.cluster;

/** Another member did not say that it did what it was asked for; it, or a third one, may do it later. */
final class AskedException extends RuntimeException {
    private static final long serialVersionUID = 2L;

    private final boolean perhapsDone;

    /** Nothing was done. */
    AskedException(String message) {
        super(message);
        this.perhapsDone = false;
    }

    /** Nobody knows whether it was done. */
    AskedException(String message, Throwable cause) {
        super(message, cause);
        this.perhapsDone = true;
    }

    boolean perhapsDone() {
        return perhapsDone;
    }
}
