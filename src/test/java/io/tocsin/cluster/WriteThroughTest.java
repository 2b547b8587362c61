package io.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WriteThroughTest {
    private final NoteStore store = new NoteStore();
    private final WriteThrough<Note> writeThrough = store.mapStore();

    private static Note note(String id) {
        return new Note(id, 1);
    }

    private void save(Note note) {
        writeThrough.store(note.id(), Note.CODEC.encode(note));
    }

    @Test
    void loadAll_afterItsKeys_isWhatWasReadWithThem() {
        save(note("a"));
        save(note("b"));
        assertThat(writeThrough.loadAllKeys()).containsExactlyInAnyOrder("a", "b");
        assertThat(writeThrough.loadAll(List.of("a", "b", "none")))
                .isEqualTo(Map.of("a", Note.CODEC.encode(note("a")), "b", Note.CODEC.encode(note("b"))));
    }

    /** Where there are several members, each hands over what it keeps itself, and no more. */
    @Test
    void loadAllKeys_againAfterARemoval_hasNothingOfBefore() {
        save(note("a"));
        save(note("b"));
        assertThat(writeThrough.loadAllKeys()).hasSize(2);
        writeThrough.delete("a");
        assertThat(writeThrough.loadAllKeys()).containsExactly("b");
        assertThat(writeThrough.loadAll(List.of("a"))).isEmpty();
    }
}
