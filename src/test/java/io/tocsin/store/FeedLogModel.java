package io.tocsin.store;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.alert.Reason;
import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.FeedChange.Target;
import io.tocsin.feed.Gap;
import io.tocsin.post.AuthorId;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.Receipt;
import io.tocsin.post.SerialId;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A feed log as plain lists: what is asked of one is looked for from their beginnings. It does not know renamings. */
final class FeedLogModel {
    private static final Appended DUPLICATE = new Appended(Receipt.DUPLICATE, List.of());
    private static final Appended DELETED_BEFORE = new Appended(Receipt.DELETED_BEFORE, List.of());
    private static final Appended NOTHING = new Appended(Receipt.ACCEPTED, List.of());

    private final Map<SubscriptionId, Feed> feeds = new HashMap<>();
    private final List<Line> all = new ArrayList<>();
    /** In the order in which they were heard of. */
    private final Map<PostId, Known> posts = new LinkedHashMap<>();

    private final Set<AuthorId> removed = new HashSet<>();
    private final Map<AuthorId, SerialId> scrubbedTo = new HashMap<>();
    private Instant now;

    FeedLogModel(Instant now) {
        this.now = now;
    }

    private static final class Feed {
        Duration retention;
        long head;

        Feed(Duration retention) {
            this.retention = retention;
        }
    }

    private static final class Known {
        @Nullable Post body;

        int edition;
        boolean erased;
        Instant erasedAt = Instant.MIN;
        boolean scrubbed;
        Instant editedAt = Instant.MIN;
    }

    private static final class Line {
        final SubscriptionId feed;
        final long sequence;
        final Alert.Kind kind;
        final PostId post;
        final int edition;
        final Instant raisedAt;
        List<Span> spans;

        @Nullable Reason reason;

        boolean gone;

        Line(
                SubscriptionId feed,
                long sequence,
                Alert.Kind kind,
                PostId post,
                int edition,
                Instant raisedAt,
                List<Span> spans) {
            this.feed = feed;
            this.sequence = sequence;
            this.kind = kind;
            this.post = post;
            this.edition = edition;
            this.raisedAt = raisedAt;
            this.spans = spans;
        }
    }

    /** What a read shows of an alert. */
    record Shown(
            long sequence,
            Alert.Kind kind,
            PostId post,
            Optional<Reason> reason,
            List<Span> spans,
            Optional<String> text) {
        static Optional<String> text(Optional<Post> post) {
            return post.map(shown -> shown.text() + (shown.geo().isPresent() ? "@" : ""));
        }
    }

    record Read(Optional<Gap> gap, List<Shown> shown) {}

    void at(Instant time) {
        now = time;
    }

    void save(SubscriptionId id, Duration retention) {
        feeds.computeIfAbsent(id, fresh -> new Feed(retention)).retention = retention;
    }

    void remove(SubscriptionId id) {
        feeds.remove(id);
        delete(all.stream().filter(line -> line.feed.equals(id)).toList());
    }

    /** Alerts of a feed that exists. */
    private boolean expired(Line line) {
        return line.raisedAt.isBefore(now.minus(feed(line.feed).retention));
    }

    private Feed feed(SubscriptionId id) {
        Feed feed = feeds.get(id);
        if (feed == null) {
            throw new AssertionError("no feed of " + id);
        }
        return feed;
    }

    long expire() {
        List<Line> expired = all.stream().filter(this::expired).toList();
        delete(expired);
        Duration longest = feeds.values().stream()
                .map(feed -> feed.retention)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        posts.entrySet()
                .removeIf(post -> post.getValue().erased
                        && post.getValue().erasedAt.isBefore(now.minus(longest))
                        && all.stream().noneMatch(line -> line.post.equals(post.getKey())));
        return expired.size();
    }

    private void delete(List<Line> lines) {
        all.removeAll(lines);
        for (Line line : lines) {
            Known known = posts.get(line.post);
            if (known != null && !known.erased && all.stream().noneMatch(other -> other.post.equals(line.post))) {
                posts.remove(line.post);
            }
        }
    }

    Read read(Cursor after, int limit) {
        SubscriptionId id = after.subscription();
        Feed feed = feeds.get(id);
        if (feed == null) {
            return new Read(Optional.empty(), List.of());
        }
        List<Line> there = all.stream()
                .filter(line -> line.feed.equals(id) && line.sequence > after.sequence() && !expired(line))
                .toList();
        long next = there.isEmpty() ? feed.head + 1 : there.get(0).sequence;
        Optional<Gap> gap = next > after.sequence() + 1
                ? Optional.of(new Gap(id, after.sequence() + 1, next - 1))
                : Optional.empty();
        return new Read(gap, there.stream().limit(limit).map(this::shown).toList());
    }

    private Shown shown(Line line) {
        Known known = posts.get(line.post);
        Optional<Post> body = line.gone || known == null ? Optional.empty() : Optional.ofNullable(known.body);
        return new Shown(
                line.sequence, line.kind, line.post, Optional.ofNullable(line.reason), line.spans, Shown.text(body));
    }

    Appended append(FeedChange change) {
        if (change instanceof FeedChange.Raise raise) {
            return raise(raise.post(), raise.targets());
        } else if (change instanceof FeedChange.Correct correct) {
            return correct(correct);
        } else if (change instanceof FeedChange.Retract retract) {
            return retract(retract.post());
        } else if (change instanceof FeedChange.ScrubGeo scrub) {
            return scrub(scrub.post());
        } else if (change instanceof FeedChange.Pause pause) {
            return pause(pause);
        } else if (change instanceof FeedChange.RetractAuthor retract) {
            return retractAuthor(retract.author());
        } else if (change instanceof FeedChange.RestoreAuthor restore) {
            return removed.remove(restore.author()) ? NOTHING : DUPLICATE;
        } else if (change instanceof FeedChange.ScrubAuthorGeo scrub) {
            return scrubAuthor(scrub.author(), scrub.upTo());
        }
        throw new AssertionError(change);
    }

    private Appended raise(Post post, List<Target> targets) {
        Known known = posts.get(post.id());
        if (targets.isEmpty()) {
            return NOTHING;
        } else if (known == null) {
            return raiseNew(post, targets, 0);
        } else if (known.erased) {
            return DELETED_BEFORE;
        } else if (known.body == null && known.edition == 0) {
            return raiseAwaited(known, post, targets);
        }
        boolean sameText = known.body != null && known.body.text().equals(post.text());
        if (known.edition > 0 && !sameText) {
            return DUPLICATE;
        }
        Set<SubscriptionId> carrying = known.edition > 0 ? carriers(post.id()) : Set.of();
        List<Cursor> added = new ArrayList<>();
        for (Target target : targets) {
            if (!carrying.contains(target.subscription())) {
                add(
                                target.subscription(),
                                Alert.Kind.RAISED,
                                post.id(),
                                known.edition,
                                sameText ? target.spans() : List.of(),
                                null)
                        .ifPresent(added::add);
            }
        }
        return added.isEmpty() ? DUPLICATE : new Appended(Receipt.ACCEPTED, added);
    }

    private Appended raiseNew(Post post, List<Target> targets, int edition) {
        if (removed.contains(AuthorId.of(post))) {
            return DELETED_BEFORE;
        }
        List<Cursor> added = new ArrayList<>();
        for (Target target : targets) {
            add(target.subscription(), Alert.Kind.RAISED, post.id(), edition, target.spans(), null)
                    .ifPresent(added::add);
        }
        if (!added.isEmpty()) {
            Known known = new Known();
            known.body = scrubs(post) ? post.withoutPlace() : post;
            known.edition = edition;
            posts.put(post.id(), known);
        }
        return new Appended(Receipt.ACCEPTED, added);
    }

    private boolean scrubs(Post post) {
        SerialId upTo = scrubbedTo.get(AuthorId.of(post));
        return upTo != null && upTo.reaches(post.id());
    }

    private Appended raiseAwaited(Known known, Post post, List<Target> targets) {
        if (removed.contains(AuthorId.of(post))) {
            return DELETED_BEFORE;
        }
        List<Cursor> added = new ArrayList<>();
        for (Target target : targets) {
            add(target.subscription(), Alert.Kind.RAISED, post.id(), 0, target.spans(), null)
                    .ifPresent(added::add);
        }
        known.body = added.isEmpty() ? null : post.withoutPlace();
        return new Appended(Receipt.ACCEPTED, added);
    }

    /** Empty if there is no such feed, or it has that alert. */
    private Optional<Cursor> add(
            SubscriptionId id, Alert.Kind kind, PostId post, int edition, List<Span> spans, @Nullable Reason reason) {
        Feed feed = feeds.get(id);
        if (feed == null
                || all.stream()
                        .anyMatch(line -> line.feed.equals(id)
                                && line.kind == kind
                                && line.post.equals(post)
                                && line.edition == edition)) {
            return Optional.empty();
        }
        Line line = new Line(id, ++feed.head, kind, post, edition, now, spans);
        line.reason = reason;
        line.gone = kind == Alert.Kind.RETRACTED;
        all.add(line);
        return Optional.of(new Cursor(id, feed.head));
    }

    private Set<SubscriptionId> carriers(PostId post) {
        Set<SubscriptionId> carriers = new LinkedHashSet<>();
        for (Line line : all) {
            if (line.post.equals(post) && shows(line)) {
                carriers.add(line.feed);
            }
        }
        return carriers;
    }

    private static boolean shows(Line line) {
        return !line.gone && (line.kind == Alert.Kind.RAISED || line.kind == Alert.Kind.CORRECTED);
    }

    private Optional<Cursor> takeBack(SubscriptionId feed, PostId post, int edition, Reason reason) {
        for (Line line : all) {
            if (line.feed.equals(feed) && line.post.equals(post) && line.kind != Alert.Kind.PAUSED && !line.gone) {
                line.gone = true;
                line.reason = reason;
            }
        }
        return add(feed, Alert.Kind.RETRACTED, post, edition, List.of(), reason);
    }

    private List<Cursor> erase(PostId post, Known known, Reason reason) {
        known.erased = true;
        known.erasedAt = now;
        known.body = null;
        List<Cursor> added = new ArrayList<>();
        for (SubscriptionId carrier : carriers(post)) {
            takeBack(carrier, post, known.edition, reason).ifPresent(added::add);
        }
        return added;
    }

    private Appended retract(PostId post) {
        Known known = posts.computeIfAbsent(post, unknown -> new Known());
        return known.erased ? DUPLICATE : new Appended(Receipt.ACCEPTED, erase(post, known, Reason.DELETED));
    }

    private Appended correct(FeedChange.Correct change) {
        PostId id = change.id();
        Known known = posts.get(id);
        if (removed.contains(AuthorId.of(change.post()))) {
            return DELETED_BEFORE;
        } else if (known == null) {
            Appended raised = raiseNew(change.post(), change.targets(), 1);
            Optional.ofNullable(posts.get(id))
                    .ifPresent(raisedNow -> raisedNow.editedAt = change.at().orElse(Instant.MIN));
            return raised;
        } else if (known.erased) {
            return DELETED_BEFORE;
        }
        boolean scrubbed = known.scrubbed || scrubs(change.post());
        Post post = scrubbed ? change.post().withoutPlace() : change.post();
        boolean late = change.at().isPresent() && !change.at().get().isAfter(known.editedAt);
        if (late || post.equals(known.body)) {
            return DUPLICATE;
        }
        if (known.body == null || !known.body.text().equals(post.text())) {
            all.stream().filter(line -> line.post.equals(id)).forEach(line -> line.spans = List.of());
        }
        known.body = post;
        known.scrubbed = scrubbed;
        known.edition++;
        known.editedAt = change.at().orElse(known.editedAt);
        return new Appended(Receipt.ACCEPTED, tell(id, known, change.targets()));
    }

    private List<Cursor> tell(PostId id, Known known, List<Target> told) {
        Map<SubscriptionId, List<Span>> targets = new LinkedHashMap<>();
        told.forEach(target -> targets.put(target.subscription(), target.spans()));
        List<Cursor> added = new ArrayList<>();
        boolean carried = false;
        for (SubscriptionId carrier : carriers(id)) {
            List<Span> spans = targets.remove(carrier);
            carried |= spans != null;
            Optional<Cursor> alert = spans == null
                    ? takeBack(carrier, id, known.edition, Reason.EDITED)
                    : add(carrier, Alert.Kind.CORRECTED, id, known.edition, spans, Reason.EDITED);
            alert.ifPresent(added::add);
        }
        for (Map.Entry<SubscriptionId, List<Span>> target : targets.entrySet()) {
            carried |= feeds.containsKey(target.getKey());
            add(target.getKey(), Alert.Kind.RAISED, id, known.edition, target.getValue(), null)
                    .ifPresent(added::add);
        }
        if (!carried) {
            known.body = null;
        }
        return added;
    }

    private Appended scrub(PostId post) {
        Known known = posts.get(post);
        if (known == null) {
            Known awaited = new Known();
            awaited.scrubbed = true;
            posts.put(post, awaited);
            return NOTHING;
        }
        return known.erased ? DUPLICATE : scrub(post, known);
    }

    private Appended scrub(PostId post, Known known) {
        boolean before = known.scrubbed;
        known.scrubbed = true;
        if (!placed(known)) {
            return before ? DUPLICATE : NOTHING;
        }
        known.body = known.body == null ? null : known.body.withoutPlace();
        known.edition++;
        List<Cursor> added = new ArrayList<>();
        for (SubscriptionId carrier : carriers(post)) {
            List<Span> spans = all.stream()
                    .filter(line -> line.feed.equals(carrier) && line.post.equals(post) && shows(line))
                    .reduce((earlier, later) -> later)
                    .orElseThrow()
                    .spans;
            add(carrier, Alert.Kind.CORRECTED, post, known.edition, spans, Reason.GEO_SCRUBBED)
                    .ifPresent(added::add);
        }
        return new Appended(Receipt.ACCEPTED, added);
    }

    private static boolean placed(Known known) {
        return known.body != null && known.body.geo().isPresent();
    }

    private Appended pause(FeedChange.Pause pause) {
        if (!posts.containsKey(pause.post()) || !feeds.containsKey(pause.subscription())) {
            return NOTHING;
        }
        return add(pause.subscription(), Alert.Kind.PAUSED, pause.post(), 0, List.of(), null)
                .map(cursor -> new Appended(Receipt.ACCEPTED, List.of(cursor)))
                .orElse(DUPLICATE);
    }

    private List<Map.Entry<PostId, Known>> newestFirst() {
        List<Map.Entry<PostId, Known>> all = new ArrayList<>(posts.entrySet());
        Collections.reverse(all);
        return all;
    }

    private Appended retractAuthor(AuthorId author) {
        boolean changed = removed.add(author);
        List<Cursor> added = new ArrayList<>();
        for (Map.Entry<PostId, Known> post : newestFirst()) {
            Post body = post.getValue().body;
            if (body != null && AuthorId.of(body).equals(author)) {
                changed = true;
                added.addAll(erase(post.getKey(), post.getValue(), Reason.AUTHOR_REMOVED));
            }
        }
        return new Appended(changed ? Receipt.ACCEPTED : Receipt.DUPLICATE, added);
    }

    private Appended scrubAuthor(AuthorId author, SerialId upTo) {
        SerialId before = scrubbedTo.get(author);
        boolean changed = before == null || before.compareTo(upTo) < 0;
        if (changed) {
            scrubbedTo.put(author, upTo);
        }
        List<Cursor> added = new ArrayList<>();
        for (Map.Entry<PostId, Known> post : newestFirst()) {
            Post body = post.getValue().body;
            boolean concerned = body != null && AuthorId.of(body).equals(author) && upTo.reaches(post.getKey());
            if (concerned && placed(post.getValue())) {
                changed = true;
                added.addAll(scrub(post.getKey(), post.getValue()).added());
            }
        }
        return new Appended(changed ? Receipt.ACCEPTED : Receipt.DUPLICATE, added);
    }
}
