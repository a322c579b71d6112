package com.leadrouter.signin;

import com.leadrouter.platform.ClientAddress;
import com.leadrouter.platform.KeyedHashes;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * Knows the devices again on which an operator has signed in, by a cookie that says nothing and opens nothing: with it he
 * is not slowed down for what others try in his name.
 */
@Component
final class KnownDevices implements AuthenticationDetailsSource<HttpServletRequest, Knock> {

    private static final String COOKIE = "lead-router-device";
    private static final Duration KEPT = Duration.ofDays(180);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyedHashes hashes;
    private final ClientAddress addresses;
    private final SecureRandom random = new SecureRandom();

    KnownDevices(KeyedHashes hashes, ClientAddress addresses) {
        this.hashes = hashes;
        this.addresses = addresses;
    }

    @Override
    public Knock buildDetails(HttpServletRequest request) {
        return new Knock(
                network(addresses.of(request)),
                Optional.ofNullable(WebUtils.getCookie(request, COOKIE)).map(Cookie::getValue),
                this);
    }

    /** The device, if what it shows was given to it when somebody of that name had signed in. */
    Optional<String> knownTo(String name, String shown) {
        int dot = shown.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String device = shown.substring(0, dot);
        return MessageDigest.isEqual(
                        shown.substring(dot + 1).getBytes(StandardCharsets.UTF_8),
                        seal(name, device).getBytes(StandardCharsets.UTF_8))
                ? Optional.of(device)
                : Optional.empty();
    }

    /** From now on it is one of his. */
    void remember(String name, HttpServletRequest request, HttpServletResponse response) {
        byte[] device = new byte[16];
        random.nextBytes(device);
        String value = BASE64.encodeToString(device);
        Cookies.set(COOKIE, value + "." + seal(name, value), KEPT, request, response);
    }

    private String seal(String name, String device) {
        return BASE64.encodeToString(hashes.hash("device", device + " " + name));
    }

    // Of version 6 the network, since one person has billions of addresses.
    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
