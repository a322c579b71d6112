package com.leadrouter.intake;

import com.leadrouter.platform.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/**
 * The pages that a person sees who has submitted a form, in the plain words of {@code messages.properties}. They repeat
 * nothing that was sent, load nothing, and can be neither framed nor kept.
 */
@Component
final class FormPages {

    private static final String THANKS = "thanks";
    private static final String TEMPLATE = "form/page";
    private static final String STYLE = "templates/form/page.css";
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    /** What is wrong, in which field. */
    record Fault(String field, String text) {}

    private final ITemplateEngine templates;
    private final MessageSource messages;
    private final String style;
    private final String policy;

    FormPages(ITemplateEngine templates, MessageSource messages) {
        this.templates = templates;
        this.messages = messages;
        this.style = style();
        this.policy = "default-src 'none'; style-src 'sha256-" + sha256(style)
                + "'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
    }

    /** The form was taken in. */
    ResponseEntity<String> thanks(Locale locale) {
        return page(ResponseEntity.ok(), THANKS, List.of(), locale);
    }

    /** The form was not taken in; {@code headers} are those that the problem has. */
    ResponseEntity<String> problem(Problem problem, HttpHeaders headers, Locale locale) {
        String type = problem.type().getPath();
        return page(
                ResponseEntity.status(problem.status()).headers(headers),
                "problem." + type.substring(type.lastIndexOf('/') + 1),
                problem.errors().stream()
                        .map(fault -> fault(fault, locale))
                        .distinct()
                        .toList(),
                locale);
    }

    private ResponseEntity<String> page(
            ResponseEntity.BodyBuilder answer, String name, List<Fault> faults, Locale locale) {
        Map<String, Object> model = Map.of(
                "style",
                style,
                "kind",
                name.equals(THANKS) ? THANKS : "refused",
                "title",
                text(name + ".title", "problem.other.title", locale),
                "text",
                text(name + ".text", "problem.other.text", locale),
                "faults",
                faults);
        return answer.contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.CONTENT_LANGUAGE, locale.toLanguageTag())
                .header("Content-Security-Policy", policy)
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .body(templates.process(TEMPLATE, new Context(locale, model)));
    }

    // Attributes are the page's own; what a stranger calls them is not repeated.
    private Fault fault(Problem.Fault fault, Locale locale) {
        String field = fault.pointer().replaceFirst("^#/?", "").replace('/', '.');
        return new Fault(
                text("field." + (field.startsWith("attributes.") ? "attributes" : field), "field.other", locale),
                text("fault." + fault.code(), "fault.other", locale));
    }

    private String text(String key, String otherwise, Locale locale) {
        String text = messages.getMessage(key, null, null, locale);
        return text == null ? messages.getMessage(otherwise, null, locale) : text;
    }

    private static String style() {
        try {
            return new ClassPathResource(STYLE).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
