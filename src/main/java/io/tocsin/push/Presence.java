package io.tocsin.push;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a session's peer is still there, and may be: asked every second. */
final class Presence {
    private static final int PING_SECONDS = 20;
    private static final int MISSED_PONGS = 2;
    /** Who has much to read answers late, so its patience is longer as long as it does not take what is written. */
    private static final int MISSED_WHILE_FULL = 15;

    private static final int ASK_SECONDS = 30;

    private final Line line;
    private int untilPing;
    private int untilAsked;
    private @Nullable Long secondsLeft;
    private int unanswered;
    private long waitingBytes;

    /** What is to be done about it. */
    enum State {
        PRESENT,
        /** It has not answered for long. */
        ABSENT,
        EXPIRED,
        /** Whether its key is still good is to be looked up. */
        TO_BE_ASKED
    }

    /** @param phase any number of seconds: sessions of different phases are not all pinged at once */
    Presence(Line line, int phase, Optional<Duration> stay) {
        this.line = line;
        this.untilPing = 1 + phase % PING_SECONDS;
        this.untilAsked = 1 + phase % ASK_SECONDS;
        stay(stay);
    }

    void stay(Optional<Duration> stay) {
        secondsLeft = stay.map(Duration::toSeconds).orElse(null);
    }

    void heard() {
        unanswered = 0;
    }

    State tick() {
        if (secondsLeft != null && --secondsLeft < 0) {
            return State.EXPIRED;
        }
        if (--untilPing <= 0) {
            untilPing = PING_SECONDS;
            if (!pinged()) {
                return State.ABSENT;
            }
        }
        if (--untilAsked <= 0) {
            untilAsked = ASK_SECONDS;
            return State.TO_BE_ASKED;
        }
        return State.PRESENT;
    }

    /** False if there have been enough. */
    private boolean pinged() {
        long waiting = line.waitingBytes();
        if (waiting != waitingBytes) {
            // What was written moves on.
            unanswered = 0;
        }
        waitingBytes = waiting;
        if (unanswered >= (waiting > 0 ? MISSED_WHILE_FULL : MISSED_PONGS)) {
            return false;
        }
        unanswered++;
        if (waiting == 0) {
            line.ping();
        }
        return true;
    }
}
