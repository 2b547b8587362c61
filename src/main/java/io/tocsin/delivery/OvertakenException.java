package io.tocsin.delivery;

/** What was to be settled is not: the endpoint was claimed again since. */
public final class OvertakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OvertakenException(Claim claim, long latest) {
        super("claim of " + claim.endpoint() + ": " + claim.number() + " (expected: " + latest + ", the latest)");
    }
}
