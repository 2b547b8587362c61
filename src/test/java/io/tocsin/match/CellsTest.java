package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.Geo;
import io.tocsin.rule.Condition;
import io.tocsin.rule.FormBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CellsTest {
    private static final int LEVELS = 21;

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void cover_circle_holdsThePointsWithin(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Geo centre = point(random);
        Condition.InCircle circle = new Condition.InCircle(
                centre.lon(), centre.lat(), random.nextDouble(0.01, 40), Condition.InCircle.Unit.KM);
        Set<String> cells = new HashSet<>();
        Cells.cover(circle, (level, x, y) -> cells.add(name(level, x, y)));
        double reach = circle.radius() / 100;
        for (int i = 0; i < 2_000; i++) {
            Geo near = near(centre, reach, random);
            assertThat(!Earth.inside(near, circle) || within(near, cells))
                    .as("%s in %s", near, circle)
                    .isTrue();
        }
        assertThat(cells).hasSizeLessThanOrEqualTo(4);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void cover_box_holdsThePointsWithin(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Geo corner = point(random);
        Condition.InBox box = new Condition.InBox(
                corner.lon(),
                corner.lat(),
                random.nextInt(4) == 0 ? random.nextDouble(-180, 180) : Math.min(180, corner.lon() + 1),
                Math.min(90, corner.lat() + random.nextDouble(0, 2)));
        Set<String> cells = new HashSet<>();
        Cells.cover(box, (level, x, y) -> cells.add(name(level, x, y)));
        for (int i = 0; i < 2_000; i++) {
            Geo near = i % 2 == 0 ? near(corner, 1, random) : point(random);
            assertThat(!Earth.inside(near, box) || within(near, cells))
                    .as("%s in %s", near, box)
                    .isTrue();
        }
        assertThat(cells).hasSizeLessThanOrEqualTo(4);
    }

    private static boolean within(Geo point, Set<String> cells) {
        return IntStream.range(0, LEVELS).anyMatch(level -> {
            FormBuffer name = new FormBuffer();
            Cells.name(point.lon(), point.lat(), level, name);
            return cells.contains(text(name));
        });
    }

    private static String name(int level, int x, int y) {
        FormBuffer name = new FormBuffer();
        Cells.name(level, x, y, name);
        return text(name);
    }

    private static String text(FormBuffer name) {
        return Arrays.toString(Arrays.copyOf(name.bytes(), name.size()));
    }

    private static Geo near(Geo point, double reach, SplittableRandom random) {
        double lon = point.lon() + random.nextDouble(-reach, reach) * (random.nextInt(3) == 0 ? 50 : 1);
        return new Geo(
                Math.max(-90, Math.min(90, point.lat() + random.nextDouble(-reach, reach))),
                lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon);
    }

    /** Anywhere, and often where the map ends. */
    private static Geo point(SplittableRandom random) {
        return new Geo(
                random.nextInt(4) == 0 ? 89.9 * (random.nextBoolean() ? 1 : -1) : random.nextDouble(-90, 90),
                random.nextInt(4) == 0 ? 179.95 * (random.nextBoolean() ? 1 : -1) : random.nextDouble(-180, 180));
    }
}
