package com.leadrouter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Somebody with a browser: it keeps cookies and knows the token of the last page that had a form. Redirects are followed
 * only by {@link #follow}.
 */
public final class Surfer {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private String token = "";

    /** Who has signed in at the console with the demo's password. */
    public static Surfer signedIn(Replica replica, String name) {
        Surfer surfer = new Surfer();
        HttpResponse<String> answer = surfer.signIn(replica, name, "demo-" + name);
        if (answer.statusCode() != 303) {
            throw new AssertionError(answer.statusCode() + ": " + answer.body());
        }
        surfer.token = "";
        surfer.get(replica.url("/console/login?again"));
        return surfer;
    }

    /** Fills in the login form and sends it. */
    public HttpResponse<String> signIn(Replica replica, String name, String password) {
        // Also where he is signed in already.
        get(replica.url("/console/login?again"));
        return post(replica.url("/console/login"), Map.of("name", name, "password", password));
    }

    public HttpResponse<String> get(URI address, String... headers) {
        return send("GET", address, BodyPublishers.noBody(), headers);
    }

    /** As the last page's form does. */
    public HttpResponse<String> post(URI address, Map<String, String> fields, String... headers) {
        String form = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        String body = token.isEmpty() ? form : form + "&_csrf=" + encoded(token);
        return send(
                "POST",
                address,
                BodyPublishers.ofString(body),
                with(headers, "Content-Type", "application/x-www-form-urlencoded"));
    }

    /** As a script of the console does; without the token unless it is among the headers. */
    public HttpResponse<String> send(String method, URI address, String... headers) {
        return send(method, address, BodyPublishers.noBody(), headers);
    }

    /** To where the answer leads. */
    public HttpResponse<String> follow(HttpResponse<String> answer) {
        return get(answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow()));
    }

    private HttpResponse<String> send(String method, URI address, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Matcher found = TOKEN.matcher(answer.body());
            if (found.find()) {
                token = found.group(1);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The token of the last form. */
    public String token() {
        return token;
    }

    public Optional<String> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    /** Has that cookie from now on, wherever it is from. */
    public void plant(Replica replica, String name, String value) {
        HttpCookie cookie = new HttpCookie(name, value);
        cookie.setPath("/");
        cookie.setDomain(replica.url("/").getHost());
        cookie.setVersion(0);
        cookies.getCookieStore().add(replica.url("/"), cookie);
    }

    public void forgetCookie(String name) {
        cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .toList()
                .forEach(cookie -> cookies.getCookieStore().remove(null, cookie));
    }

    private static String[] with(String[] headers, String name, String value) {
        String[] all = new String[headers.length + 2];
        all[0] = name;
        all[1] = value;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return all;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
