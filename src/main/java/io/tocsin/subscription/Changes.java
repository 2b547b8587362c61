package io.tocsin.subscription;

import java.util.List;

/**
 * What has changed in a store that several write to.
 *
 * @param revision of the last change; what to ask after the next time
 * @param values what is new or another, as it is now; what was removed is not among them
 * @param count how many there are: whoever knows more knows one that was removed
 */
public record Changes<T>(long revision, List<T> values, long count) {
    /** The revision after which everything is a change. */
    public static final long BEFORE_ALL = -1;

    public Changes {
        values = List.copyOf(values);
    }
}
