package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.post.Area;
import io.tocsin.post.Author;
import io.tocsin.post.AuthorName;
import io.tocsin.post.Geo;
import io.tocsin.post.Media;
import io.tocsin.post.Place;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PostFieldsTest {
    @Test
    void post_everyField_isInThePost() {
        Post post = PostFields.post("hi", """
                source=x id=7 kind=quote lang=pt-BR from=a.b/9 name="A B" bio=C location=D followers=5 verified=no
                hashtags=e,f mentions=g cashtags=h links=i media=image,gif geo=-114.06,51.05 place="Calgary, Alberta"
                placeId=j country=CA area=-1,2,3,4 replyTo=k repostOf=l quoteOf=m conversation=n replyToAuthor=/o
                repostOfAuthor=p
                """);
        assertThat(post)
                .isEqualTo(new Post(
                        new PostId("x", "7"),
                        new Author(
                                "9",
                                Optional.of("a.b"),
                                Optional.of("A B"),
                                Optional.of("C"),
                                Optional.of("D"),
                                OptionalLong.of(5),
                                false),
                        Instant.EPOCH,
                        Post.Kind.QUOTE,
                        "hi",
                        List.of("e", "f"),
                        List.of("g"),
                        List.of("h"),
                        List.of("i"),
                        Optional.of("pt-BR"),
                        Optional.of(new Geo(51.05, -114.06)),
                        Optional.of(new Place(
                                Optional.of("j"),
                                "Calgary, Alberta",
                                Optional.of("CA"),
                                Optional.of(new Area(-1, 2, 3, 4)))),
                        List.of(
                                new Media(Media.Type.IMAGE, "https://example.org/image"),
                                new Media(Media.Type.GIF, "https://example.org/gif")),
                        new References(
                                Optional.of("k"),
                                Optional.of("l"),
                                Optional.of("m"),
                                Optional.of("n"),
                                Optional.of(new AuthorName(Optional.of("o"), Optional.empty())),
                                Optional.of(new AuthorName(Optional.empty(), Optional.of("p"))))));
    }

    @Test
    void post_noFields_isByNwsAndReadFromTheText() {
        assertThat(PostFields.post("#a @b $C https://d.example", ""))
                .isEqualTo(Posts.saying("#a @b $C https://d.example"));
    }

    @Test
    void post_emptyValue_isSaidToBeNone() {
        Post post = PostFields.post("#a", "hashtags= lang=");
        assertThat(post.hashtags()).isEmpty();
        assertThat(post.lang()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown=x", "no field", "lang=en rest", "bio=\"open", "=x"})
    void post_noFieldOfAPost_isRefused(String fields) {
        assertThatThrownBy(() -> PostFields.post("", fields)).isInstanceOf(IllegalArgumentException.class);
    }
}
