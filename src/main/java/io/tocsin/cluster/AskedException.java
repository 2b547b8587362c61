package io.tocsin.cluster;

/** Another member did not do what it was asked for; it, or a third one, may do it later. */
final class AskedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AskedException(String message) {
        super(message);
    }

    AskedException(String message, Throwable cause) {
        super(message, cause);
    }
}
