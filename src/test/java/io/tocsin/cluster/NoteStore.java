package io.tocsin.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Notes in memory; saving can be held up. */
final class NoteStore {
    private final Map<String, Note> notes = new ConcurrentHashMap<>();
    private volatile CompletableFuture<Void> gate = CompletableFuture.allOf();
    private volatile CountDownLatch waiting = new CountDownLatch(0);

    WriteThrough<Note> mapStore() {
        return new WriteThrough<>(
                Note.CODEC,
                this::save,
                this::remove,
                this::find,
                () -> CompletableFuture.completedStage(List.copyOf(notes.values())));
    }

    /** What is saved from here on waits for {@link #release}; the latch is down when so many wait. */
    CountDownLatch hold(int saves) {
        gate = new CompletableFuture<>();
        waiting = new CountDownLatch(saves);
        return waiting;
    }

    @SuppressWarnings("NullAway") // A Void is null.
    void release() {
        gate.complete(null);
    }

    CompletionStage<Void> save(Note note) {
        waiting.countDown();
        return gate.thenAccept(go -> notes.put(note.id(), note));
    }

    private CompletionStage<Void> remove(String id) {
        notes.remove(id);
        return CompletableFuture.allOf();
    }

    private CompletionStage<Optional<Note>> find(String id) {
        return CompletableFuture.completedStage(Optional.ofNullable(notes.get(id)));
    }
}
