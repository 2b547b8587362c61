package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.post.Area;
import io.tocsin.post.Geo;
import io.tocsin.rule.Condition;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class EarthTest {
    private static final double QUARTER = Math.PI / 2 * 6_371_008.8;

    /** Expected is the distance on the ellipsoid, by Vincenty's formula; a sphere is up to 0.56 % off. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "Calgary to Edmonton,  51.0447, -114.0719, 53.5461, -113.4938, 281_116",
        "London to Paris,      51.5074,   -0.1278, 48.8566,    2.3522, 343_923",
        "Tokyo to Los Angeles, 35.6895,  139.6917, 34.0522, -118.2437, 8_834_546",
        "Sydney to Santiago,  -33.8688,  151.2093, -33.4489, -70.6693, 11_368_984",
    })
    void distance_cities_isNearlyThatOnTheEllipsoid(
            String route, double lat1, double lon1, double lat2, double lon2, String meters) {
        double expected = Double.parseDouble(meters.replace("_", ""));
        assertThat(Earth.distance(new Geo(lat1, lon1), new Geo(lat2, lon2)))
                .as(route)
                .isCloseTo(expected, within(0.0056 * expected));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, 0",
        "0, 0, 0, 90, 1",
        "0, 0, 90, 17, 1",
        "0, 0, 0, 180, 2",
        "90, 0, -90, 0, 2",
        "90, 10, 90, -120, 0",
        "10, 180, 10, -180, 0",
        "0, 179.5, 0, -179.5, 0.0111111111111",
        "51, -114, 52, -114, 0.0111111111111"
    })
    void distance_onTheGlobe_isSoManyQuarters(double lat1, double lon1, double lat2, double lon2, double quarters) {
        assertThat(Earth.distance(new Geo(lat1, lon1), new Geo(lat2, lon2)))
                .isCloseTo(quarters * QUARTER, within(0.01));
    }

    @ParameterizedTest(name = "{0},{1} within {2},{3},{4},{5}: {6}")
    @CsvSource({
        "-114.07, 51.05, -114.3, 50.8, -113.9, 51.2, true",
        // its edges belong to it
        "-114.3, 50.8, -114.3, 50.8, -113.9, 51.2, true",
        "-113.9, 51.2, -114.3, 50.8, -113.9, 51.2, true",
        "-114.3001, 51, -114.3, 50.8, -113.9, 51.2, false",
        "-114, 51.2001, -114.3, 50.8, -113.9, 51.2, false",
        "-114, 50.7999, -114.3, 50.8, -113.9, 51.2, false",
        // across 180°
        "179, 0, 170, -10, -170, 10, true",
        "-179, 0, 170, -10, -170, 10, true",
        "0, 0, 170, -10, -170, 10, false",
        "169.9, 0, 170, -10, -170, 10, false",
        // 180° is -180°
        "180, 0, -180, -10, -170, 10, true",
        "-180, 0, 170, -10, 180, 10, true",
        "180, 0, 180, -10, -170, 10, true",
        "-175, 0, 180, -10, -170, 10, true",
        "175, 0, 170, -10, -180, 10, true",
        "0, 0, 180, -10, -170, 10, false",
        // all of it, and one meridian
        "77, 0, -180, -10, 180, 10, true",
        "77, 0, 77, -10, 77, 10, true",
        "78, 0, 77, -10, 77, 10, false"
    })
    void inside_pointAndBox_asOnTheGlobe(
            double lon, double lat, double west, double south, double east, double north, boolean inside) {
        assertThat(Earth.inside(new Geo(lat, lon), new Condition.InBox(west, south, east, north)))
                .isEqualTo(inside);
    }

    @ParameterizedTest(name = "{0}..{1} within {2}..{3}: {4}")
    @CsvSource({
        "10, 20, 10, 20, true",
        "11, 19, 10, 20, true",
        "9, 19, 10, 20, false",
        "11, 21, 10, 20, false",
        "20, 10, 10, 20, false",
        "-180, 180, 10, 20, false",
        // across 180°
        "170, -170, 170, -170, true",
        "175, -175, 170, -170, true",
        "171, 179, 170, -170, true",
        "-179, -171, 170, -170, true",
        "-175, 175, 170, -170, false",
        "160, -175, 170, -170, false",
        "175, -160, 170, -170, false",
        "-180, 180, 170, -170, false",
        "170, -170, -175, 175, false",
        // 180° is -180°
        "-180, -170, 180, -170, true",
        "180, -170, -180, -170, true",
        "170, -180, 170, 180, true",
        "180, 180, -180, -170, true",
        "-180, -180, 170, 180, true",
        // all of it, and one meridian
        "170, -170, -180, 180, true",
        "-180, 180, -180, 180, true",
        "12, 12, 10, 20, true",
        "22, 22, 10, 20, false",
        "12, 12, 12, 12, true",
        "12, 13, 12, 12, false"
    })
    void inside_areaAndBox_onlyIfAllOfIt(double west, double east, double boxWest, double boxEast, boolean inside) {
        assertThat(Earth.inside(new Area(west, 0, east, 1), new Condition.InBox(boxWest, 0, boxEast, 1)))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, true", "-0.1, 1, false", "0, 1.1, false", "0.1, 0.9, true"})
    void inside_areaAndBox_alsoNorthAndSouth(double south, double north, boolean inside) {
        assertThat(Earth.inside(new Area(0, south, 1, north), new Condition.InBox(0, 0, 1, 1)))
                .isEqualTo(inside);
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    /** An area is inside a circle if no point of it is outside; also at the poles, where areas are no squares. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void inside_areaAndCircle_agreesWithItsPoints(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double pole = random.nextBoolean() ? 89.8 : random.nextDouble(-89.9, 89.8);
        double width = pole == 89.8 ? 360 : 0.5;
        double west = random.nextDouble(-180, 180);
        double east = west + random.nextDouble() * width;
        Area area = new Area(west, pole, east > 180 ? east - 360 : east, pole + random.nextDouble() * 0.2);
        Condition.InCircle circle = new Condition.InCircle(
                random.nextDouble(-180, 180),
                Math.min(90, pole + random.nextDouble() * 0.2),
                random.nextDouble(40),
                Condition.InCircle.Unit.KM);
        if (pole != 89.8) {
            circle = new Condition.InCircle(west, circle.lat(), circle.radius(), Condition.InCircle.Unit.KM);
        }
        assertThat(Earth.inside(area, circle)).isEqualTo(pointsInside(area, circle));
    }

    private static boolean pointsInside(Area area, Condition.InCircle circle) {
        double width = (area.east() - area.west() + 360) % 360;
        return IntStream.rangeClosed(0, 2_000)
                .mapToDouble(step -> area.west() + width * step / 2_000)
                .map(lon -> lon > 180 ? lon - 360 : lon)
                .allMatch(lon -> Earth.inside(new Geo(area.south(), lon), circle)
                        && Earth.inside(new Geo(area.north(), lon), circle));
    }
}
