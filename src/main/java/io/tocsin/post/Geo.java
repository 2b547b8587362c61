package io.tocsin.post;

/** A point on the earth, WGS 84, in degrees. */
public record Geo(double lat, double lon) {
    public Geo {
        if (!(lat >= -90 && lat <= 90)) {
            throw new IllegalArgumentException("lat: " + lat + " (expected: -90 to 90)");
        }
        if (!(lon >= -180 && lon <= 180)) {
            throw new IllegalArgumentException("lon: " + lon + " (expected: -180 to 180)");
        }
    }
}
