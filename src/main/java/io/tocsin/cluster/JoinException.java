package io.tocsin.cluster;

/** This process cannot be a member. The message is shown to the operator as it stands. */
public final class JoinException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JoinException(String message, Throwable cause) {
        super(message, cause);
    }

    JoinException(String message) {
        super(message);
    }
}
