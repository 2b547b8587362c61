package io.tocsin.source;

import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes durable how far a source was taken: not each step, as what is read again changes nothing. One context's. */
final class Keeping {
    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final String source;
    private final Surroundings around;
    private final List<Gap> gaps = new ArrayList<>();
    private Cursor reached;
    private Cursor saved;
    private boolean waiting;
    private Future<Void> saving = Future.succeededFuture();

    Keeping(String source, Surroundings around, Cursor saved) {
        this.source = source;
        this.around = around;
        this.reached = saved;
        this.saved = saved;
    }

    Cursor reached() {
        return reached;
    }

    void reached(Cursor cursor) {
        reached = reached.or(cursor);
        saveSoon();
    }

    void lost(Gap gap) {
        gaps.add(gap);
        saveSoon();
    }

    private void saveSoon() {
        if (!waiting) {
            waiting = true;
            long unused = around.after(PAUSE, () -> {
                waiting = false;
                Future<Void> unusedToo = save();
            });
        }
    }

    /** Completes when all so far is durable, or could not be made so. */
    Future<Void> save() {
        if (!saving.isComplete()) {
            return saving.transform(ended -> save());
        }
        if (gaps.isEmpty() && reached.equals(saved)) {
            return saving;
        }
        Cursor cursor = reached;
        List<Gap> told = List.copyOf(gaps);
        saving = Future.fromCompletionStage(around.log().save(source, cursor, told), around.context())
                .onSuccess(done -> {
                    saved = cursor;
                    gaps.removeAll(told);
                })
                .onFailure(failure -> {
                    LOG.warn("source: how far it was taken is not kept yet: source={}: {}", source, failure.toString());
                    saveSoon();
                });
        return saving;
    }
}
