package io.tocsin.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TicketsTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final SecretKey SECRET = new SecretKeySpec(new byte[32], "AES");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final Tickets tickets = new Tickets(SECRET, now::get, new SplittableRandom(1));

    @Test
    void take_issued_isOfItsKey() {
        Tickets.Ticket ticket = tickets.issue("abcdefgh");
        assertThat(ticket.text()).matches("tt_[A-Za-z0-9_-]+");
        assertThat(ticket.expiresAt()).isEqualTo(NOON.plus(Tickets.LIFE));
        assertThat(tickets.take(ticket.text())).contains("abcdefgh");
    }

    @Test
    void take_again_isRefused() {
        String ticket = tickets.issue("abcdefgh").text();
        assertThat(tickets.take(ticket)).isPresent();
        assertThat(tickets.take(ticket)).isEmpty();
    }

    @Test
    void take_severalOfOneKey_areAllTaken() {
        String one = tickets.issue("abcdefgh").text();
        String other = tickets.issue("abcdefgh").text();
        assertThat(one).isNotEqualTo(other);
        assertThat(tickets.take(one)).isPresent();
        assertThat(tickets.take(other)).isPresent();
    }

    @Test
    void take_late_isRefused() {
        String ticket = tickets.issue("abcdefgh").text();
        now.set(NOON.plus(Tickets.LIFE));
        assertThat(tickets.take(ticket)).isEmpty();
    }

    /** Another member with the same secret takes it. */
    @Test
    void take_onAnotherMember_isTaken() {
        String ticket = tickets.issue("abcdefgh").text();
        assertThat(new Tickets(SECRET, now::get, new SplittableRandom(2)).take(ticket))
                .contains("abcdefgh");
    }

    @Test
    void take_ofAnotherSecret_isRefused() {
        byte[] other = new byte[32];
        other[0] = 1;
        Tickets forged = new Tickets(new SecretKeySpec(other, "AES"), now::get, new SplittableRandom(1));
        assertThat(tickets.take(forged.issue("abcdefgh").text())).isEmpty();
    }

    @Test
    void take_changedAnywhere_isRefused() {
        String ticket = tickets.issue("abcdefgh").text();
        for (int i = 3; i < ticket.length() - 1; i++) {
            char other = ticket.charAt(i) == 'A' ? 'B' : 'A';
            String changed = ticket.substring(0, i) + other + ticket.substring(i + 1);
            assertThat(tickets.take(changed)).as("changed at %s", i).isEmpty();
        }
        assertThat(tickets.take(ticket)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tt_", "tt_AA", "tt_§", "tk_abcdefgh_x", "AQAA"})
    void take_noTicket_isRefused(String text) {
        assertThat(tickets.take(text)).isEqualTo(Optional.empty());
    }

    @Test
    void ticket_shown_keepsItsText() {
        Tickets.Ticket ticket = tickets.issue("abcdefgh");
        assertThat(ticket.toString()).doesNotContain(ticket.text());
    }
}
