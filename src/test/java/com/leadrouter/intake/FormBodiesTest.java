package com.leadrouter.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.platform.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever bytes come as a form, they are read or refused, and never a fault of ours. */
class FormBodiesTest {

    private static final Set<ProblemType> REFUSALS =
            Set.of(ProblemType.MALFORMED_REQUEST, ProblemType.UNSUPPORTED_MEDIA_TYPE);

    @Property(tries = 3000)
    void partsOfWhateverKind(@ForAll("parts") String body, @ForAll("boundaries") String boundary) {
        assertReadOrRefused(MultipartForm.read(body.getBytes(ISO_8859_1), "multipart/form-data" + boundary));
    }

    @Property(tries = 2000)
    void fieldsOfWhateverKind(@ForAll("fields") String body) {
        assertReadOrRefused(UrlEncodedForm.read(body.getBytes(ISO_8859_1)));
    }

    @Property(tries = 500)
    void whatIsEncodedComesBack(@ForAll("texts") String name, @ForAll("texts") String value) {
        String body = Sender.urlEncoded("x" + name, value);

        assertThat(UrlEncodedForm.read(body.getBytes(UTF_8)))
                .isEqualTo(new LeadBody.Form(Map.of("x" + name, List.of(value))));
    }

    // Every valid text: half of a surrogate pair cannot be encoded.
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .ofMaxLength(30)
                .filter(text -> text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE));
    }

    @Provide
    Arbitrary<String> parts() {
        return mixed(
                "--b",
                "--",
                "-",
                "\r\n",
                "\r",
                "\n",
                "\r\n\r\n",
                "--b--",
                "\r\n--b\r\n",
                "--c",
                "Content-Disposition: ",
                "content-disposition:form-data",
                "form-data; name=\"",
                "name=a",
                "\"",
                ";",
                "; filename=\"x\"",
                "filename*=UTF-8''x",
                "Content-Type: multipart/mixed",
                "; boundary=c",
                "Content-Type: text/plain;charset=",
                "utf-16",
                "x",
                "=",
                ":");
    }

    @Provide
    Arbitrary<String> boundaries() {
        return Arbitraries.of(
                "; boundary=b",
                "; boundary=\"b\"",
                "",
                "; boundary=",
                ";;boundary=b;x",
                "; boundary=\"",
                "; boundary=-");
    }

    @Provide
    Arbitrary<String> fields() {
        return mixed(
                "a",
                "=",
                "&",
                "%",
                "+",
                "%2",
                "%41",
                "%ff",
                "%C3%AB",
                "_charset_",
                "utf-8",
                "contact.firstName",
                "\u0000",
                ";");
    }

    private static Arbitrary<String> mixed(String... pieces) {
        Arbitrary<String> piece = Arbitraries.of(pieces);
        Arbitrary<String> noise =
                Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(3);
        return Combinators.combine(
                        Arbitraries.frequencyOf(Tuple.of(9, piece), Tuple.of(1, noise))
                                .list()
                                .ofMaxSize(60),
                        Arbitraries.of(true, false))
                .as((all, whole) -> (whole ? pieces[0] : "") + String.join("", all));
    }

    private static void assertReadOrRefused(LeadBody body) {
        switch (body) {
            case LeadBody.Form(var fields) -> assertThat(fields).isNotNull();
            case LeadBody.Unreadable(ProblemType type, String detail) ->
                assertThat(REFUSALS).contains(type);
            case LeadBody.Json json -> throw new AssertionError(json);
        }
    }
}
