package io.tocsin.story;

import io.tocsin.post.Area;
import io.tocsin.post.Geo;
import io.tocsin.post.Place;
import io.tocsin.post.Post;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where most of a story's posts are made, if most are made in one place: one name is kept, and gives way when others
 * have been named as often (Boyer, Moore, "MJRTY", 1981).
 */
final class Whereabouts {
    private @Nullable String name;
    private @Nullable Geo point;
    private int votes;
    /** The name that was told last. */
    private @Nullable String told;

    void add(Post post) {
        Optional<String> named = post.place().map(Place::name);
        Optional<Geo> at = post.geo().or(() -> post.place().flatMap(Place::area).map(Whereabouts::middle));
        if (named.isEmpty() && at.isEmpty()) {
            return;
        }
        vote(named.orElse(null), at.orElse(null), 1);
    }

    void addAll(Whereabouts other) {
        if (other.votes > 0) {
            vote(other.name, other.point, other.votes);
        }
    }

    private void vote(@Nullable String named, @Nullable Geo at, int count) {
        if (votes == 0 || Objects.equals(named, name)) {
            name = named;
            point = at == null ? point : at;
            votes += count;
        } else {
            votes = Math.max(0, votes - count);
        }
    }

    /** Whether the place is one, by at least three posts more than name others, that was not told. */
    boolean news() {
        return votes >= 3 && name != null && !name.equals(told);
    }

    void told() {
        told = name;
    }

    Optional<StoryPlace> place() {
        return votes == 0
                ? Optional.empty()
                : Optional.of(new StoryPlace(Optional.ofNullable(name), Optional.ofNullable(point)));
    }

    private static Geo middle(Area area) {
        double east = area.east() < area.west() ? area.east() + 360 : area.east();
        double lon = (area.west() + east) / 2;
        return new Geo((area.south() + area.north()) / 2, lon > 180 ? lon - 360 : lon);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(votes);
        out.writeUTF(name == null ? "" : name);
        out.writeUTF(told == null ? "" : told);
        out.writeDouble(point == null ? Double.NaN : point.lat());
        out.writeDouble(point == null ? Double.NaN : point.lon());
    }

    void read(DataInput in) throws IOException {
        votes = in.readInt();
        name = orNull(in.readUTF());
        told = orNull(in.readUTF());
        double lat = in.readDouble();
        double lon = in.readDouble();
        point = Double.isNaN(lat) ? null : new Geo(lat, lon);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
