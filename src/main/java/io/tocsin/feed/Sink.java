package io.tocsin.feed;

import java.util.List;

/** What a {@link Consumer} hands alerts to. Called only on the consumer's context. */
public interface Sink {
    /** How many alerts it can take now. At 0 the consumer stands still until it is woken. */
    int room();

    /** Takes alerts in feed order; never more than there was room for when the read began. */
    void take(List<Entry> entries);

    /** Alerts are gone that the consumer has not seen; it goes on behind them. */
    void gap(Gap gap);

    /** Alerts were passed over; the newest follow. Only one that wants the latest alone is told so. */
    default void lag(Lag lag) {
        throw new AssertionError(lag);
    }

    /** A read found nothing: the feed ends here for now, and the room that the read had is not used. */
    default void atEnd() {}

    /** A read failed; the consumer stands still, where it was, until it is woken. */
    void failed(Throwable failure);
}
