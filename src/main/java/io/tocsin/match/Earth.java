package io.tocsin.match;

import io.tocsin.post.Area;
import io.tocsin.post.Geo;
import io.tocsin.rule.Condition;

/** Where on the earth something lies: a sphere, as X's operators and their users have it. */
final class Earth {
    /** The mean radius of WGS 84, (2a + b) / 3, in meters. */
    static final double RADIUS = 6_371_008.8;

    private Earth() {}

    /** Meters along the great circle, by the haversine formula, which is exact for near points too. */
    static double distance(Geo a, Geo b) {
        double lat = Math.sin(Math.toRadians(b.lat() - a.lat()) / 2);
        double lon = Math.sin(Math.toRadians(b.lon() - a.lon()) / 2);
        double haversine =
                lat * lat + Math.cos(Math.toRadians(a.lat())) * Math.cos(Math.toRadians(b.lat())) * lon * lon;
        return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(haversine)));
    }

    static boolean inside(Geo geo, Condition.InCircle circle) {
        return distance(geo, new Geo(circle.lat(), circle.lon())) <= circle.meters();
    }

    /**
     * The whole area. Its farthest point from the circle's centre is a corner; but for the meridian opposite to the
     * centre, which an area near a pole may hold. That is so for circles smaller than half the earth, as all are.
     */
    static boolean inside(Area area, Condition.InCircle circle) {
        double opposite = circle.lon() > 0 ? circle.lon() - 180 : circle.lon() + 180;
        return cornersInside(area, area.west(), circle)
                && cornersInside(area, area.east(), circle)
                && (!new Meridians(area.west(), area.east()).include(opposite)
                        || cornersInside(area, opposite, circle));
    }

    private static boolean cornersInside(Area area, double lon, Condition.InCircle circle) {
        return inside(new Geo(area.south(), lon), circle) && inside(new Geo(area.north(), lon), circle);
    }

    /** Its edges are part of the box. */
    static boolean inside(Geo geo, Condition.InBox box) {
        return geo.lat() >= box.south()
                && geo.lat() <= box.north()
                && new Meridians(box.west(), box.east()).include(geo.lon());
    }

    /** The whole area. */
    static boolean inside(Area area, Condition.InBox box) {
        return area.south() >= box.south()
                && area.north() <= box.north()
                && new Meridians(box.west(), box.east()).include(new Meridians(area.west(), area.east()));
    }

    /** From one meridian eastwards to another; across 180° if west is greater than east. -180° and 180° are one. */
    private record Meridians(double west, double east) {
        Meridians {
            if (west != east && west == 180) {
                west = -180;
            }
            if (west != east && east == -180) {
                east = 180;
            }
        }

        boolean include(double lon) {
            return spans(lon) || (Math.abs(lon) == 180 && spans(-lon));
        }

        private boolean spans(double lon) {
            return crossing() ? lon >= west || lon <= east : lon >= west && lon <= east;
        }

        boolean include(Meridians other) {
            if (all()) {
                return true;
            } else if (other.west == other.east) {
                return include(other.west);
            } else if (crossing() && !other.crossing()) {
                return other.west >= west || other.east <= east;
            }
            return crossing() == other.crossing() && other.west >= west && other.east <= east;
        }

        private boolean crossing() {
            return west > east;
        }

        private boolean all() {
            return west == -180 && east == 180;
        }
    }
}
