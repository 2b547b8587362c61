package io.tocsin.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.feed.Posts;
import io.tocsin.ingest.Repeats.Answer;
import io.tocsin.ingest.Repeats.Known;
import io.tocsin.ingest.Repeats.Name;
import io.tocsin.wire.IngestJson.Counts;
import io.tocsin.wire.IngestJson.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RepeatsTest {
    private static final Instant NOON = Posts.NOON;
    private static final Name NAME = new Name("key", "name");

    private final Repeats repeats = new Repeats(1 << 20);

    private static Answer answer(List<Refusal> errors) {
        return new Answer("f", new Counts(1, 0, 0, errors.size(), errors), Optional.empty());
    }

    private boolean knows(Name name, Instant now) {
        return repeats.begin(name, now).flatMap(Known::answer).isPresent();
    }

    @Test
    void begin_unknown_isUnderWayFromThenOn() {
        assertThat(repeats.begin(NAME, NOON)).isEmpty();
        assertThat(repeats.begin(NAME, NOON)).contains(new Known(NOON, Optional.empty()));
        assertThat(repeats.begin(new Name("another", "name"), NOON)).isEmpty();
    }

    @Test
    void begin_answered_isKnownForADay() {
        assertThat(repeats.begin(NAME, NOON)).isEmpty();
        repeats.answered(NAME, answer(List.of()), NOON);
        assertThat(knows(NAME, NOON.plus(Duration.ofHours(23)))).isTrue();
        assertThat(knows(NAME, NOON.plus(Duration.ofHours(25)))).isFalse();
    }

    @Test
    void begin_failed_isNew() {
        assertThat(repeats.begin(NAME, NOON)).isEmpty();
        repeats.failed(NAME);
        assertThat(repeats.begin(NAME, NOON)).isEmpty();
    }

    @Test
    void answered_moreThanMayBeKept_theOldestAreForgotten() {
        List<Refusal> errors = Collections.nCopies(100, new Refusal(1, "x".repeat(1_000)));
        for (int i = 0; i < 100; i++) {
            Name name = new Name("key", "n" + i);
            assertThat(repeats.begin(name, NOON)).isEmpty();
            repeats.answered(name, answer(errors), NOON);
        }
        assertThat(knows(new Name("key", "n99"), NOON)).isTrue();
        assertThat(knows(new Name("key", "n98"), NOON)).isTrue();
        assertThat(knows(new Name("key", "n90"), NOON)).isFalse();
    }
}
