package io.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ListeningTest {
    private final List<String> heard = new ArrayList<>();
    private final Listening<Value> listening =
            new Listening<>(new ValueCodec(), value -> heard.add(value.toString()), id -> heard.add(id + " gone"));

    @Test
    void put_newer_isHeard() {
        listening.put(new Value("a", 1));
        listening.put(new Value("a", 2));
        assertThat(heard).containsExactly("a 1", "a 2");
    }

    @Test
    void put_again_isHeardOnce() {
        listening.put(new Value("a", 1));
        listening.put(new Value("a", 1));
        assertThat(heard).containsExactly("a 1");
    }

    @Test
    void put_older_isNotHeard() {
        listening.put(new Value("a", 2));
        listening.put(new Value("a", 1));
        assertThat(heard).containsExactly("a 2");
    }

    @Test
    void put_another_isHeard() {
        listening.put(new Value("a", 2));
        listening.put(new Value("b", 1));
        assertThat(heard).containsExactly("a 2", "b 1");
    }

    @Test
    void removed_toldTwice_isHeardOnce() {
        listening.put(new Value("a", 1));
        listening.removed("a");
        listening.removed("a");
        assertThat(heard).containsExactly("a 1", "a gone");
    }

    /** Who changed it was held up between the change and the telling; the cluster told of the removal meanwhile. */
    @Test
    void put_afterTheRemovalWasToldByAll_isNotHeard() {
        listening.put(new Value("a", 1));
        listening.removed("a");
        listening.removed("a");
        listening.put(new Value("a", 2));
        assertThat(heard).containsExactly("a 1", "a gone");
    }

    @Test
    void removed_manyInBetween_doesNotDisturbOthers() {
        listening.put(new Value("a", 1));
        IntStream.range(0, 10_000).forEach(i -> listening.removed("b" + i));
        listening.put(new Value("a", 1));
        assertThat(heard.stream().filter(one -> one.startsWith("a"))).containsExactly("a 1");
    }

    private record Value(String id, long version) {
        @Override
        public String toString() {
            return id + " " + version;
        }
    }

    private static final class ValueCodec implements Codec<Value> {
        @Override
        public String id(Value value) {
            return value.id();
        }

        @Override
        public long version(Value value) {
            return value.version();
        }

        @Override
        public String encode(Value value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Value decode(String json) {
            throw new UnsupportedOperationException();
        }
    }
}
