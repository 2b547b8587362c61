package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule language by example, in the world's scripts: does a post with the text satisfy the rule? */
final class ScriptsTableTest {
    @ParameterizedTest(name = "{0} | {1} | {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # Arabic: no case, no stems: a word with its article is another word
            yes | فيضان                   | تحذير من فيضان في المدينة
            yes | فيضان                   | فيضان، الآن
            no  | فيضان                   | الفيضان
            yes | "فيضان في"              | تحذير من فيضان في المدينة
            yes | #فيضان                  | تحذير #فيضان
            no  | #فيضان                  | تحذير #فيضانات
            yes | contains:فيضان          | الفيضانات
            # vowel marks are accents
            no  | فيضان                   | فَيَضَان
            yes | فيضان accents:ignore    | فَيَضَان
            # direction marks are not seen
            yes | flood                   | \u202Bflood\u202C
            yes | #flood                  | \u200F#flood\u200F
            yes | فيضان                   | \u200Fفيضان\u200F!
            yes | "flood فيضان"           | flood \u200Fفيضان
            # Hebrew
            yes | שיטפון                  | שיטפון בעיר
            no  | שיטפון                  | השיטפון
            yes | צה״ל                    | חיילי צה״ל
            yes | @nws                    | תודה @nws!
            # Persian: a joiner that is not seen joins
            yes | می\u200Cشود                | می\u200Cشود
            yes | می\u200Cشود                | میشود
            no  | می                      | می\u200Cشود
            # Hindi: vowel signs are part of the word, and the joiner is not seen
            yes | बाढ़                      | दिल्ली में बाढ़
            no  | बा                       | दिल्ली में बाढ़
            yes | "में बाढ़"                 | दिल्ली में बाढ़
            yes | #बाढ़                     | सावधान #बाढ़
            # ढ़ in one code point or in two
            yes | बा\u095D                  | बा\u0922\u093C
            # Bengali, Tamil
            yes | বন্যা                      | ভয়াবহ বন্যা!
            no  | বন                       | ভয়াবহ বন্যা!
            yes | வெள்ளம்                    | சென்னை வெள்ளம்
            # Thai: no spaces, so a keyword is found within a run
            yes | น้ำท่วม                    | เกิดน้ำท่วมหนัก
            no  | น้ำท่วม                    | น้ำ ท่วม
            yes | "น้ำ ท่วม"                 | น้ำ ท่วม
            no  | นำ                       | น้ำ
            yes | ท่วม -ฝน                   | น้ำท่วม
            # Khmer, Lao, Burmese too
            yes | ទឹកជំនន់                   | មានទឹកជំនន់ធំ
            yes | ນ້ຳຖ້ວມ                    | ເກີດນ້ຳຖ້ວມໃຫຍ່
            yes | ရေကြီး                    | မြို့ရေကြီးသည်
            # Japanese: kanji, both kana and their long vowel
            yes | 洪水                    | 昨日洪水がありました
            no  | 洪水                    | 洪、水
            no  | 洪水                    | 洪 水
            yes | "洪 水"                 | 洪水
            yes | "洪 水"                 | 洪、水
            yes | つなみ                  | つなみがくる
            yes | タワー                  | 東京タワーへ
            yes | タワ                    | 東京タワーへ
            yes | NHK                     | NHKニュース
            yes | ニュース                | NHKニュース
            yes | "NHK ニュース"          | NHKニュース
            yes | #洪水                   | 昨日 #洪水 がありました
            no  | #洪水                   | 昨日#洪水がありました
            yes | "地震 津波"~2           | 地震と津波
            # a word that needs its place within a run is given it
            yes | "日日"~2                | 大日 日
            no  | "日日"~1                | 大日 日
            # ga is ka with a mark: one code point or two
            yes | が                      | か\u3099
            no  | か                      | か\u3099
            # width is not folded
            no  | ABC                     | ＡＢＣ
            yes | ａｂｃ                  | ＡＢＣ
            # Chinese: simplified and traditional are two spellings
            yes | 洪水                    | 四川洪水灾情
            no  | 灾                      | 災
            yes | 四川 洪水               | 四川洪水灾情
            yes | contains:川洪           | 四川洪水灾情
            no  | 四川 -洪水              | 四川洪水灾情
            # Korean has spaces, and particles at the end of words
            yes | 홍수                    | 서울 홍수 경보
            no  | 홍수                    | 서울 홍수가
            yes | contains:홍수           | 서울 홍수가
            yes | 홍수                    | \u1112\u1169\u11BC\u1109\u116E
            no  | contains:호             | 홍수
            # Turkish: dotted and dotless i are both i
            yes | istanbul                | İSTANBUL
            yes | ISTANBUL                | istanbul
            yes | sıcak                   | SICAK
            yes | sicak                   | SICAK
            yes | diyarbakır              | DİYARBAKIR
            yes | i\u0307stanbul             | istanbul
            # German
            yes | straße                  | STRASSE
            yes | GROẞ                    | gross
            yes | überschwemmung          | ÜBERSCHWEMMUNG
            no  | uberschwemmung          | Überschwemmung
            no  | ueberschwemmung         | Überschwemmung
            yes | "u-bahn"                | U-Bahn
            no  | hochwasser              | Hochwasserwarnung
            # Greek: the final sigma is a sigma, the accent an accent
            yes | πλημμύρες               | ΠΛΗΜΜΎΡΕΣ
            no  | πλημμύρες               | ΠΛΗΜΜΥΡΕΣ
            yes | σεισμός                 | ΣΕΙΣΜΌΣ
            no  | σεισμος                 | σεισμός
            # Vietnamese: two marks on one letter, however encoded
            yes | lụt                     | LỤT
            yes | lũ                      | lu\u0303
            yes | việt                    | vie\u0323\u0302t
            yes | việt                    | vie\u0302\u0323t
            no  | viet                    | việt
            no  | viêt                    | việt
            # French, Spanish, Polish, Czech
            yes | l'été                   | l’été
            yes | été                     | L'ÉTÉ
            yes | œuvre                   | ŒUVRE
            no  | oeuvre                  | œuvre
            yes | inundación              | ¡INUNDACIÓN!
            no  | ano                     | año
            yes | powódź                  | Powódź.
            yes | povodeň                 | „POVODEŇ“
            # Russian, Ukrainian, Georgian, Armenian
            yes | наводнение              | НАВОДНЕНИЕ
            no  | ежик                    | ёжик
            no  | и                       | й
            yes | повінь                  | ПОВІНЬ
            yes | წყალდიდობა              | წყალდიდობა
            yes | ջրհեղեղ                 | ՋՐՀԵՂԵՂ
            # Cherokee and Adlam have case too
            yes | ꮳꮃꭹ                     | ᏣᎳᎩ
            yes | 𞤢𞤣                      | 𞤀𞤁
            # accents:ignore
            yes | musica accents:ignore   | MÚSICA
            yes | música accents:ignore   | musica
            yes | "sao paulo" accents:ignore | em São Paulo
            yes | "são paulo" accents:ignore | em Sao Paulo
            yes | "são paulo"~1 accents:ignore | Sao em Paulo
            yes | #musica accents:ignore  | #Música
            yes | contains:usic accents:ignore | música
            yes | viet accents:ignore     | việt
            yes | "viet nam"~1 accents:ignore | Việt ở Nam
            yes | σεισμος accents:ignore  | Σεισμός
            no  | musik accents:ignore    | música
            no  | musica -loca accents:ignore | música lóca
            yes | (fire OR musica) accents:ignore | música
            """)
    void match_ruleAndText_asInTheTable(String answer, String rule, String text) {
        NaiveMatcher matcher = new NaiveMatcher(List.of(Rule.parse(new RuleId("r"), rule)));
        assertThat(matcher.match(Posts.saying(text))).hasSize(answer.equals("yes") ? 1 : 0);
    }
}
