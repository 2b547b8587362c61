package io.tocsin.wire;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Reason;
import io.tocsin.feed.Body;
import io.tocsin.feed.Entry;
import io.tocsin.post.PostId;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/** Entry 7 of a feed. */
final class Entries {
    static final SubscriptionId A = new SubscriptionId("sub_a");
    static final Entry RAISED = entry(Alert.Kind.RAISED, Optional.of("{\"text\":\"🌊 flood\"}"));
    static final Entry ERASED = entry(Alert.Kind.RAISED, Optional.empty());
    static final Entry RETRACTED = entry(Alert.Kind.RETRACTED, Optional.empty());
    static final Entry CORRECTED =
            entry(Alert.Kind.CORRECTED, Optional.of("{\"text\":\"🌊 flood\"}"), Optional.of(Reason.GEO_SCRUBBED));
    static final Entry TAKEN_BACK = entry(Alert.Kind.RAISED, Optional.empty(), Optional.of(Reason.AUTHOR_REMOVED));
    static final Entry PAUSED = entry(Alert.Kind.PAUSED, Optional.of("{\"text\":\"🌊 flood\"}"));
    static final CursorText CURSORS = new CursorText(new SecretKeySpec(new byte[32], "AES"));
    static final String CURSOR = CURSORS.encode(RAISED.alert().cursor());

    private Entries() {}

    private static Entry entry(Alert.Kind kind, Optional<String> body) {
        return entry(kind, body, Optional.empty());
    }

    private static Entry entry(Alert.Kind kind, Optional<String> body, Optional<Reason> reason) {
        Instant noon = Instant.parse("2026-11-23T12:00:00Z");
        Alert alert =
                new Alert(A, 7, kind, new PostId("x", "1"), List.of(new Span(3, 8)), noon, noon.plusSeconds(1), reason);
        return new Entry(alert, body.map(text -> Body.of(text.getBytes(StandardCharsets.UTF_8))));
    }
}
