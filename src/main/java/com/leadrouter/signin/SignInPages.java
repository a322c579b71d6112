package com.leadrouter.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** The pages that somebody sees who is not let in, or not yet, in the words of {@code messages.properties}. */
@Component
final class SignInPages {

    /** The login page, for who was signed in before. */
    static final String AGAIN = OperatorAddresses.LOGIN + "?again";

    /** The login page, for who has just signed out. */
    static final String SIGNED_OUT = OperatorAddresses.LOGIN + "?signed-out";

    private static final String LOGIN = "sign-in/login";
    private static final String REFUSED = "sign-in/refused";

    private final ITemplateEngine templates;
    private final MessageSource messages;
    private final LocaleResolver locales;
    private final Operators operators;
    private final ObjectProvider<OidcSignIn> oidc;

    SignInPages(
            ITemplateEngine templates,
            MessageSource messages,
            LocaleResolver locales,
            Operators operators,
            ObjectProvider<OidcSignIn> oidc) {
        this.templates = templates;
        this.messages = messages;
        this.locales = locales;
        this.operators = operators;
        this.oidc = oidc;
    }

    /** Where somebody says who he is; {@code note} is what there is to say before, below {@code sign-in.note}. */
    String login(Optional<Note> note, @Nullable String name, HttpServletRequest request) {
        Locale locale = locales.resolveLocale(request);
        Map<String, Object> model = new HashMap<>();
        model.put(
                "note",
                note.map(one -> words("sign-in.note." + one.key(), locale, one.minutes()))
                        .orElse(""));
        model.put("isFault", note.map(Note::isFault).orElse(false));
        model.put("providers", providers());
        model.put("isClosed", providers().isEmpty() && operators.isEmpty());
        model.put("name", name == null ? "" : name);
        model.put("token", tokenOf(request));
        return templates.process(LOGIN, new Context(locale, model));
    }

    /** Why that cannot be. */
    String refused(Refusal refusal, @Nullable Duration wait, HttpServletRequest request) {
        Locale locale = locales.resolveLocale(request);
        String key = "sign-in.refused." + refusal.key();
        return templates.process(
                REFUSED,
                new Context(
                        locale,
                        Map.of(
                                "title",
                                words(key + ".title", locale, 0),
                                "text",
                                words(key + ".text", locale, minutes(wait)))));
    }

    private List<Map<String, String>> providers() {
        OidcSignIn known = oidc.getIfAvailable();
        return known == null
                ? List.of()
                : known.names().entrySet().stream()
                        .map(provider -> Map.of(
                                "address",
                                OperatorAddresses.TO_PROVIDER + "/" + provider.getKey(),
                                "name",
                                provider.getValue()))
                        .toList();
    }

    private String words(String key, Locale locale, long minutes) {
        return messages.getMessage(key, new Object[] {minutes}, locale);
    }

    static long minutes(@Nullable Duration wait) {
        return wait == null ? 0 : Math.max(1, (wait.toSeconds() + 59) / 60);
    }

    private static String tokenOf(HttpServletRequest request) {
        return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token ? token.getToken() : "";
    }

    /** What there is to say to who is to sign in. */
    record Note(String key, boolean isFault, long minutes) {

        static final Note AGAIN = new Note("again", false, 0);
        static final Note SIGNED_OUT = new Note("signed-out", false, 0);
        static final Note WRONG = new Note("wrong", true, 0);
        static final Note BUSY = new Note("busy", true, 0);
        static final Note CANCELLED = new Note("cancelled", false, 0);

        static Note slow(Duration wait) {
            return new Note("slow", true, SignInPages.minutes(wait));
        }
    }
}
