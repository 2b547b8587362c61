package io.tocsin.match;

import io.tocsin.rule.Condition;
import io.tocsin.rule.FormBuffer;

/**
 * The earth's surface cut into squares of degrees: one of 360 degrees at level 0, and each cut into four at the next. A
 * circle or a box is covered by four cells at most, of the smallest size that can; a point is in one cell of each
 * level.
 */
final class Cells {
    private static final int MAX_LEVEL = 20;
    private static final double WORLD = 360;
    /** What rounding may move, in degrees; a tenth of a meter. */
    private static final double MARGIN = 1e-6;

    private Cells() {}

    /** Takes the cells of a shape. */
    interface Cell {
        void at(int level, int x, int y);
    }

    static void cover(Condition.InCircle circle, Cell cell) {
        double angle = circle.meters() / Earth.RADIUS;
        double dLat = Math.toDegrees(angle) + MARGIN;
        double south = circle.lat() - dLat;
        double north = circle.lat() + dLat;
        if (south <= -90 || north >= 90) {
            cover(-WORLD / 2, south, WORLD, north, cell);
            return;
        }
        double dLon = Math.toDegrees(Math.asin(Math.sin(angle) / Math.cos(Math.toRadians(circle.lat())))) + MARGIN;
        cover(circle.lon() - dLon, south, 2 * dLon, north, cell);
    }

    static void cover(Condition.InBox box, Cell cell) {
        double width = box.east() - box.west() + (box.west() > box.east() ? WORLD : 0);
        cover(box.west() - MARGIN, box.south() - MARGIN, width + 2 * MARGIN, box.north() + MARGIN, cell);
    }

    private static void cover(double west, double south, double width, double north, Cell cell) {
        int level = level(Math.max(width, north - south));
        double size = size(level);
        int fromX = column(west, size);
        int toX = column(west + Math.min(width, WORLD), size);
        for (int y = row(Math.max(south, -90), size); y <= row(Math.min(north, 90), size); y++) {
            for (int x = fromX; x <= toX && x - fromX < 1 << level; x++) {
                cell.at(level, x & ((1 << level) - 1), y);
            }
        }
    }

    /** Appends the name of the cell in which the point is. */
    static void name(double lon, double lat, int level, FormBuffer out) {
        double size = size(level);
        name(level, column(lon, size) & ((1 << level) - 1), row(lat, size), out);
    }

    static void name(int level, int x, int y, FormBuffer out) {
        out.put((byte) level);
        out.putInt(x);
        out.putInt(y);
    }

    private static int level(double extent) {
        int level = 0;
        while (level < MAX_LEVEL && size(level + 1) >= extent) {
            level++;
        }
        return level;
    }

    private static double size(int level) {
        return WORLD / (1 << level);
    }

    private static int column(double lon, double size) {
        return (int) Math.floor((lon + WORLD / 2) / size);
    }

    private static int row(double lat, double size) {
        return (int) Math.floor((lat + 90) / size);
    }
}
