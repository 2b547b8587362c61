package io.tocsin.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.subscription.SubscriptionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class StoryTrackerTest {
    private static final Instant START = Instant.parse("2026-03-10T12:00:00Z");
    private static final List<String> BRIDGE = List.of(
            "The old bridge over the Arno has just collapsed in Vellano, cars in the water",
            "Bridge collapse in Vellano!! I saw at least three cars go down",
            "Vellano bridge collapsed, rescue boats are on the Arno",
            "Firefighters search the Arno below the Vellano bridge for people in cars",
            "My uncle drove over the Vellano bridge a minute before it collapsed");
    private static final List<String> STRIKE = List.of(
            "Pilots of Norlandair walk out, all flights from Keskus airport are cancelled",
            "Norlandair pilots on strike, thousands stuck at Keskus airport",
            "No flights at Keskus today because Norlandair pilots strike for pay",
            "Queues everywhere at Keskus airport, Norlandair strike is a mess",
            "Union of pilots says the Norlandair strike at Keskus goes on tomorrow");

    private final StoryTracker tracker =
            new StoryTracker(new SubscriptionId("sub_test"), StoryThresholds.USUAL, new Terms());
    private final List<StoryEvent> events = new ArrayList<>();
    private Instant now = START;
    private int posts;

    @Test
    void take_severalAuthorsOnOneEvent_opensOneStory() {
        BRIDGE.forEach(text -> takeBySomebody(text));
        assertThat(events).singleElement().satisfies(opened -> {
            assertThat(opened.kind()).isEqualTo(StoryEvent.Kind.OPENED);
            assertThat(opened.version()).isEqualTo(1);
            assertThat(opened.level()).isEqualTo(Level.ALERT);
            assertThat(opened.counts()).isEqualTo(new StoryCounts(3, 3, 0, 0));
            assertThat(opened.firstAt()).isEqualTo(START.plusSeconds(60));
            assertThat(opened.headline()).get().isIn(opened.samples());
            assertThat(opened.volume()).containsExactly(3);
        });
    }

    /** Of two events in one subscription, each is a story. */
    @Test
    void take_twoEventsInTurn_opensTwoStories() {
        List<Placement> bridge = new ArrayList<>();
        List<Placement> strike = new ArrayList<>();
        for (int i = 0; i < BRIDGE.size(); i++) {
            bridge.add(takeBySomebody(BRIDGE.get(i)));
            strike.add(takeBySomebody(STRIKE.get(i)));
        }
        assertThat(kinds()).containsExactly(StoryEvent.Kind.OPENED, StoryEvent.Kind.OPENED);
        assertThat(bridge)
                .extracting(Placement::group)
                .containsOnly(bridge.get(0).group());
        assertThat(strike)
                .extracting(Placement::group)
                .containsOnly(strike.get(0).group());
        assertThat(bridge.get(0).group()).isNotEqualTo(strike.get(0).group());
    }

    static Stream<List<String>> otherScripts() {
        return Stream.of(
                List.of("ベラノで橋が崩落、車が川に転落", "ベラノの橋が崩落した、救助ボートが川に", "橋の崩落現場ベラノで救助続く"),
                List.of(
                        "สะพานเวลลาโนถล่มเมื่อเช้านี้ รถหลายคันตกลงไปในแม่น้ำ",
                        "ด่วน สะพานที่เวลลาโนถล่ม มีผู้บาดเจ็บหลายราย",
                        "กู้ภัยเร่งค้นหาผู้สูญหายจากเหตุสะพานเวลลาโนถล่ม"),
                List.of(
                        "Мост в Веллано обрушился, машины в воде",
                        "Обрушение моста в Веллано, машины упали в воду",
                        "Спасатели у моста в Веллано ищут машины"),
                List.of(
                        "انهيار جسر فيلانو وسقوط سيارات في النهر",
                        "جسر فيلانو انهار والسيارات في النهر",
                        "فرق الانقاذ عند جسر فيلانو بعد انهيار"));
    }

    @ParameterizedTest
    @MethodSource("otherScripts")
    void take_otherScript_opensOneStory(List<String> texts) {
        texts.forEach(text -> takeBySomebody(text));
        assertThat(kinds()).containsExactly(StoryEvent.Kind.OPENED);
    }

    @Test
    void take_oneAuthorHundredTimes_opensNothing() {
        for (int i = 0; i < 100; i++) {
            take("one", BRIDGE.get(i % 5) + " " + i);
        }
        assertThat(events).isEmpty();
    }

    @Test
    void take_oneAuthorHundredTimesInAStory_doesNotRaiseItsLevel() {
        BRIDGE.forEach(text -> takeBySomebody(text));
        for (int i = 0; i < 100; i++) {
            now = now.plusSeconds(1);
            take("one", BRIDGE.get(i % 5) + " " + i);
        }
        assertThat(events).extracting(StoryEvent::level).containsOnly(Level.ALERT);
    }

    @Test
    void take_manyAuthorsWithinAnHour_raisesTheLevelAtOnce() {
        for (int i = 0; i < 20; i++) {
            takeBySomebody(BRIDGE.get(i % 5) + " " + Integer.toString(i * 7919, 36) + "x");
        }
        assertThat(kinds()).containsExactly(StoryEvent.Kind.OPENED, StoryEvent.Kind.UPDATED);
        assertThat(events.get(1).level()).isEqualTo(Level.URGENT);
        assertThat(events.get(1).change())
                .matches("1[5-7] authors wrote of it within an hour, where the subscription usually sees 0");
    }

    @Test
    void take_muchIsUsual_isNotUrgent() {
        for (int hour = 0; hour < 24; hour++) {
            for (int i = 0; i < 15; i++) {
                take("h" + hour + "a" + i, "something else entirely " + Integer.toString(hour * 1000 + i, 36));
            }
            now = now.plus(Duration.ofHours(1));
        }
        events.clear();
        for (int i = 0; i < 20; i++) {
            takeBySomebody(BRIDGE.get(i % 5) + " " + Integer.toString(i * 7919, 36) + "x");
        }
        assertThat(events).isNotEmpty().extracting(StoryEvent::level).containsOnly(Level.ALERT);
    }

    @Test
    void take_repostOfKnownPost_isVolume() {
        Placement first = take(Posts.by("a", "first", BRIDGE.get(0)));
        Placement repost = take(Posts.repostOf("first", "b", "second", "RT"));
        assertThat(repost).isEqualTo(new Placement(first.group(), 0, 0, true, List.of()));
    }

    @Test
    void take_copyWithAnotherLink_isVolume() {
        Placement first = takeBySomebody(BRIDGE.get(0) + " https://t.co/abc");
        Placement copy = takeBySomebody("RT @somebody: " + BRIDGE.get(0) + " https://t.co/xyz");
        assertThat(copy.repeat()).isTrue();
        assertThat(copy.group()).isEqualTo(first.group());
    }

    @Test
    void pass_quiet_closesOnce() {
        BRIDGE.forEach(text -> takeBySomebody(text));
        events.clear();
        pass(Duration.ofHours(5));
        assertThat(events).isEmpty();
        pass(Duration.ofHours(2));
        pass(Duration.ofHours(20));
        assertThat(events).singleElement().satisfies(closed -> {
            assertThat(closed.kind()).isEqualTo(StoryEvent.Kind.CLOSED);
            assertThat(closed.version()).isEqualTo(2);
            assertThat(closed.counts().posts()).isEqualTo(5);
        });
    }

    @Test
    void take_afterClosing_goesOn() {
        BRIDGE.forEach(text -> takeBySomebody(text));
        pass(Duration.ofHours(20));
        events.clear();
        takeBySomebody("Cars lifted from the Arno, where the Vellano bridge collapsed yesterday");
        assertThat(events).singleElement().satisfies(update -> {
            assertThat(update.kind()).isEqualTo(StoryEvent.Kind.UPDATED);
            assertThat(update.story().number()).isEqualTo(1);
            assertThat(update.version()).isEqualTo(3);
        });
    }

    @Test
    void takeBack_headline_takesAnother() {
        BRIDGE.forEach(text -> takeBySomebody(text));
        PostId headline = events.get(0).headline().orElseThrow();
        events.clear();
        events.addAll(tracker.takeBack(headline, 1, now));
        assertThat(events).singleElement().satisfies(corrected -> {
            assertThat(corrected.kind()).isEqualTo(StoryEvent.Kind.CORRECTED);
            assertThat(corrected.headline()).isPresent().get().isNotEqualTo(headline);
            assertThat(corrected.samples()).doesNotContain(headline);
            assertThat(corrected.counts()).isEqualTo(new StoryCounts(4, 5, 0, 1));
        });
    }

    @Test
    void takeBack_mostPosts_retractsTheStory() {
        BRIDGE.forEach(text -> takeBySomebody(text));
        for (int i = 1; i <= 5; i++) {
            events.addAll(tracker.takeBack(new PostId("sample", "p" + i), 1, now));
        }
        assertThat(kinds()).endsWith(StoryEvent.Kind.RETRACTED).containsOnlyOnce(StoryEvent.Kind.RETRACTED);
        assertThat(tracker.groups()).isZero();
    }

    @Test
    void correct_postThatItShows_isTold() {
        BRIDGE.forEach(text -> takeBySomebody(text));
        PostId headline = events.get(0).headline().orElseThrow();
        assertThat(tracker.correct(headline, now))
                .singleElement()
                .extracting(StoryEvent::kind)
                .isEqualTo(StoryEvent.Kind.CORRECTED);
        assertThat(tracker.correct(new PostId("sample", "unknown"), now)).isEmpty();
    }

    @Test
    void take_postsThatShareNothing_keepsFewGroups() {
        for (int i = 0; i < 500; i++) {
            takeBySomebody(Integer.toString(i * 104729, 36) + "qq " + Integer.toString(i * 7919, 36) + "zzz");
        }
        assertThat(events).isEmpty();
        assertThat(tracker.groups()).isLessThanOrEqualTo(8);
    }

    /** Weights grow with time, and are made small again before they are too large to count. */
    @Test
    void take_forThreeMonths_staysOneStory() {
        for (int i = 0; i < 1_000; i++) {
            now = now.plus(Duration.ofHours(2));
            String others = "";
            for (int word = 0; word < 6; word++) {
                others += " " + Long.toString(Terms.mixed(10L * i + word) >>> 30, 36);
            }
            take("a" + i, "Vellano bridge over the Arno" + others);
        }
        assertThat(kinds()).containsOnlyOnce(StoryEvent.Kind.OPENED);
        assertThat(tracker.groups()).isEqualTo(1);
    }

    /** After a crash, the owner goes on from the last snapshot and tells what it would have told. */
    @Test
    void restored_anywhere_goesOnAsIfNothingHadBeen() {
        List<Post> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String text = (i % 3 == 0 ? STRIKE : BRIDGE).get(i % 5) + " " + Integer.toString(i * 7919, 36) + "x";
            all.add(
                    i % 7 == 6
                            ? Posts.repostOf("p" + (i - 3), "r" + i, "p" + i, "RT @x: " + text)
                            : Posts.by("a" + i % 40, "p" + i, text));
        }
        StoryTracker other = new StoryTracker(new SubscriptionId("sub_test"), StoryThresholds.USUAL, new Terms());
        for (Post post : all) {
            now = now.plus(Duration.ofMinutes(20));
            Placement placement = take(post);
            assertThat(other.take(post, now)).isEqualTo(placement);
            other = StoryTracker.restored(
                    new SubscriptionId("sub_test"), StoryThresholds.USUAL, new Terms(), other.snapshot());
        }
        assertThat(kinds()).contains(StoryEvent.Kind.OPENED);
        Instant later = now.plus(Duration.ofDays(1));
        assertThat(other.pass(later)).isNotEmpty().isEqualTo(tracker.pass(later));
    }

    @Test
    void restored_snapshotCutShort_isRefused() {
        BRIDGE.forEach(text -> takeBySomebody(text));
        byte[] snapshot = tracker.snapshot();
        byte[] cut = Arrays.copyOf(snapshot, snapshot.length - 1);
        assertThatThrownBy(() ->
                        StoryTracker.restored(new SubscriptionId("sub_test"), StoryThresholds.USUAL, new Terms(), cut))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("snapshot: " + cut.length + " bytes (expected: all of one)");
    }

    /** What many write of an event is told when it is new, and not again. */
    @Test
    void take_manyWriteOfSomethingNew_tellsItOnce() {
        for (int i = 0; i < 40; i++) {
            takeBySomebody(BRIDGE.get(i % 5) + " " + Integer.toString(i * 7919, 36) + "x");
        }
        events.clear();
        now = now.plus(Duration.ofHours(2));
        for (int i = 0; i < 120; i++) {
            takeBySomebody("Engineer Rossini arrested over the Vellano bridge " + Integer.toString(i * 104729, 36) + " "
                    + Integer.toString(i * 7919, 36) + "y " + Integer.toString(i * 1299709, 36));
        }
        assertThat(events)
                .filteredOn(event -> event.change().contains("Rossini"))
                .hasSize(1);
    }

    @CanIgnoreReturnValue
    private Placement takeBySomebody(String text) {
        now = now.plusSeconds(60);
        return take("author" + posts, text);
    }

    @CanIgnoreReturnValue
    private Placement take(String author, String text) {
        posts++;
        return take(Posts.by(author, "p" + posts, text));
    }

    @CanIgnoreReturnValue
    private Placement take(Post post) {
        Placement placement = tracker.take(post, now);
        events.addAll(placement.events());
        return placement;
    }

    private void pass(Duration time) {
        now = now.plus(time);
        events.addAll(tracker.pass(now));
    }

    private List<StoryEvent.Kind> kinds() {
        return events.stream().map(StoryEvent::kind).toList();
    }
}
