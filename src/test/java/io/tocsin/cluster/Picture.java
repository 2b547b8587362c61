package io.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A listener's picture of the notes. */
final class Picture {
    private final Map<String, Note> notes = new TreeMap<>();
    private final Set<String> removed = new HashSet<>();
    private final Set<String> cameBack = new HashSet<>();
    private final Set<String> wentBack = new HashSet<>();

    synchronized void put(Note note) {
        Note before = notes.put(note.id(), note);
        if (before != null && before.version() > note.version()) {
            wentBack.add(note.id());
        }
        if (removed.contains(note.id())) {
            cameBack.add(note.id());
        }
        notifyAll();
    }

    synchronized void removed(String id) {
        notes.remove(id);
        removed.add(id);
        notifyAll();
    }

    synchronized Map<String, Note> notes() {
        return new TreeMap<>(notes);
    }

    synchronized void awaitNotes(Map<String, Note> expected) throws InterruptedException {
        Waiting.in(this, Duration.ofSeconds(10), () -> notes.equals(expected));
        assertThat(notes).isEqualTo(expected);
    }

    synchronized void assertNothingCameBack() {
        assertThat(cameBack).as("put after the removal").isEmpty();
        assertThat(wentBack).as("older after newer").isEmpty();
    }
}
