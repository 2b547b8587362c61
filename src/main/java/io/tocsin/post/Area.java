package io.tocsin.post;

/**
 * What lies between two meridians and two parallels, WGS 84, in degrees; it crosses 180° if west is greater than east.
 */
public record Area(double west, double south, double east, double north) {
    public Area {
        if (!(west >= -180 && west <= 180 && east >= -180 && east <= 180)) {
            throw new IllegalArgumentException("west, east: " + west + ", " + east + " (expected: -180 to 180)");
        }
        if (!(south >= -90 && south <= north && north <= 90)) {
            throw new IllegalArgumentException(
                    "south, north: " + south + ", " + north + " (expected: -90 to 90, south first)");
        }
    }
}
