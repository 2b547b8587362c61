package io.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresUrlTest {
    @Test
    void parse_all_isTakenApart() {
        assertThat(PostgresUrl.parse(
                        "postgresql://to%40csin:a%2Fb+c%25@[::1]:5433,db-2.example/al%20erts?sslmode=require"))
                .contains(
                        new PostgresUrl("to@csin", "a/b+c%", "[::1]:5433,db-2.example", "al erts", "sslmode=require"));
    }

    @Test
    void parse_noPasswordAndNoPort_isTaken() {
        assertThat(PostgresUrl.parse("postgres://tocsin@db/alerts"))
                .contains(new PostgresUrl("tocsin", "", "db", "alerts", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jdbc:postgresql://a:b@c/d",
                "mysql://a:b@c/d",
                "postgresql://c/d",
                "postgresql://a:b@c",
                "postgresql://a:b@c/",
                "postgresql://a:b@c:port/d",
                "postgresql://a:b@@c/d",
                "postgresql://a:b%zz@c/d",
                "postgresql://a:b@c/d?sslMode=require",
                "postgresql://a:b@c/d?sslmode",
                "postgresql://a:b@c/d#e"
            })
    void parse_anythingElse_isNone(String text) {
        assertThat(PostgresUrl.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://a:secret@c/d, postgresql://a:***@c/d",
        "postgresql://a:se/cr@et@c/d, postgresql://a:***@c/d",
        "x://a:secret@c?password=secret&b=c, x://a:***@c?password=***&b=c",
        "postgresql://c/d, postgresql://c/d"
    })
    void masked_hidesThePassword(String text, String masked) {
        assertThat(PostgresUrl.masked(text)).isEqualTo(masked);
    }

    @Test
    void jdbc_saysWhatWasSaidLast() {
        PostgresUrl url = new PostgresUrl("a", "b", "c:1,d", "e f", "socketTimeout=9");
        assertThat(url.jdbc("socketTimeout=1"))
                .isEqualTo("jdbc:postgresql://c:1,d/e+f?socketTimeout=1&socketTimeout=9");
        assertThat(url).hasToString("postgresql://a@c:1,d/e f");
    }
}
