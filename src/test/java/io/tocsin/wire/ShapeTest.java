package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShapeTest {
    private static final String[] NAMES =
            IntStream.range(0, 100).mapToObj(i -> "name" + i).toArray(String[]::new);

    @Test
    void place_manyNames_eachHasItsOwn() {
        Shape shape = Shape.of(NAMES);
        assertThat(IntStream.range(0, 100).map(i -> shape.place("name" + i)).distinct())
                .hasSize(100)
                .allMatch(place -> place < shape.places() && shape.taken(place));
    }

    @Test
    void place_otherName_isFree() {
        Shape shape = Shape.of(NAMES);
        assertThat(IntStream.range(100, 1_000).map(i -> shape.place("name" + i)))
                .noneMatch(shape::taken);
    }

    /** "Aa" and "BB" have one hash. */
    @Test
    void place_nameWithTheHashOfAnother_isAnother() {
        Shape shape = Shape.of("Aa");
        assertThat(shape.taken(shape.place("BB"))).isFalse();
        Shape both = Shape.of("Aa", "BB");
        assertThat(both.place("BB")).isNotEqualTo(both.place("Aa"));
    }

    @Test
    void place_noNames_isFree() {
        assertThat(Shape.NONE.taken(Shape.NONE.place("a"))).isFalse();
    }

    @Test
    void known_otherName_isOurBug() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Shape.of("a").known("b"))
                .withMessage("field b (expected: one of the shape's)");
    }
}
