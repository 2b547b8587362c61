package io.tocsin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.Area;
import io.tocsin.post.Geo;
import io.tocsin.post.Place;
import io.tocsin.post.Post;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WhereaboutsTest {
    private static final Area FIJI = new Area(177, -19, -179, -17);

    private final Whereabouts whereabouts = new Whereabouts();

    @Test
    void place_postsWithout_isNone() {
        whereabouts.add(Posts.by("a", "p", "text"));
        assertThat(whereabouts.place()).isEmpty();
    }

    @Test
    void place_mostInOne_isThatOne() {
        add("Suva", FIJI);
        add("Nadi", FIJI);
        add("Suva", FIJI);
        add("Suva", FIJI);
        assertThat(whereabouts.place()).contains(new StoryPlace(Optional.of("Suva"), Optional.of(new Geo(-18, 179))));
    }

    @Test
    void news_threeInOnePlace_untilTold() {
        add("Suva", FIJI);
        add("Suva", FIJI);
        assertThat(whereabouts.news()).isFalse();
        add("Suva", FIJI);
        assertThat(whereabouts.news()).isTrue();
        whereabouts.told();
        assertThat(whereabouts.news()).isFalse();
    }

    private void add(String name, Area area) {
        Post post = Posts.by("a", "p", "text");
        Place place = new Place(Optional.of("id-" + name), name, Optional.empty(), Optional.of(area));
        whereabouts.add(new Post(
                post.id(),
                post.author(),
                post.createdAt(),
                post.kind(),
                post.text(),
                post.hashtags(),
                post.mentions(),
                post.cashtags(),
                post.links(),
                post.lang(),
                post.geo(),
                Optional.of(place),
                post.media(),
                post.references()));
    }
}
