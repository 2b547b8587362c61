package io.tocsin.store;

import java.time.Duration;

/**
 * How long a write may wait.
 *
 * @param linger for others that share its way to the disk, if it comes alone; it may be none
 * @param patience until it has begun, and while the store fails; then it fails, too
 */
public record WaitLimits(Duration linger, Duration patience) {
    /** Groups form by themselves while the one before is being written, so nobody waits for company. */
    public static final WaitLimits USUAL = new WaitLimits(Duration.ZERO, Duration.ofSeconds(5));

    public WaitLimits {
        if (linger.isNegative() || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "waits: " + linger + " and " + patience + " (expected: neither is negative)");
        }
    }
}
