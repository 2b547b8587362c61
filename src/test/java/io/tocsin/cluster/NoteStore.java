package io.tocsin.cluster;

import io.tocsin.subscription.Changes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Notes in memory; saving can be held up. */
final class NoteStore {
    private final Map<String, Note> notes = new ConcurrentHashMap<>();
    private final Map<String, Long> revisions = new ConcurrentHashMap<>();
    // Guarded by this.
    private long revision;
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
        return gate.thenAccept(go -> put(note));
    }

    private synchronized void put(Note note) {
        notes.put(note.id(), note);
        revisions.put(note.id(), ++revision);
    }

    Truth<Note> truth() {
        return new Truth<>(
                after -> CompletableFuture.completedStage(changes(after)),
                () -> CompletableFuture.completedStage(Set.copyOf(notes.keySet())));
    }

    private synchronized Optional<Changes<Note>> changes(long after) {
        List<Note> changed = notes.values().stream()
                .filter(note -> Objects.requireNonNull(revisions.get(note.id())) > after)
                .toList();
        return revision == after ? Optional.empty() : Optional.of(new Changes<>(revision, changed, notes.size()));
    }

    synchronized CompletionStage<Void> remove(String id) {
        notes.remove(id);
        revisions.remove(id);
        revision++;
        return CompletableFuture.allOf();
    }

    private CompletionStage<Optional<Note>> find(String id) {
        return CompletableFuture.completedStage(Optional.ofNullable(notes.get(id)));
    }
}
