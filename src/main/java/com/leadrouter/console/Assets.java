package com.leadrouter.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Style sheet, scripts and icon of the console, the same for everybody. Pages ask for them by {@link #addresses()}, which
 * change with what is in the file, so that a browser keeps it.
 */
@Controller
final class Assets {

    private static final String FOLDER = "/console/assets/";
    private static final String HTMX = "classpath*:META-INF/resources/webjars/htmx.org/*/dist/htmx.min.js";
    private static final Map<String, Asset> ASSETS = Map.of(
            "console.css", Asset.read("classpath:console/console.css", "text/css;charset=utf-8"),
            "console.js", Asset.read("classpath:console/console.js", "text/javascript;charset=utf-8"),
            "htmx.js", Asset.read(HTMX, "text/javascript;charset=utf-8"),
            "icon.svg", Asset.read("classpath:console/icon.svg", "image/svg+xml"));

    private record Asset(MediaType type, byte[] content, String version) {

        static Asset read(String place, String type) {
            try {
                Resource[] found = new PathMatchingResourcePatternResolver().getResources(place);
                if (found.length != 1) {
                    throw new IllegalStateException(found.length + " files at " + place);
                }
                byte[] content = found[0].getContentAsByteArray();
                return new Asset(MediaType.parseMediaType(type), content, version(content));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String version(byte[] content) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
                return HexFormat.of().formatHex(digest, 0, 6);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** By the name of the file. */
    static Map<String, String> addresses() {
        return ASSETS.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        asset -> FOLDER + asset.getKey() + "?v="
                                + asset.getValue().version()));
    }

    @GetMapping(FOLDER + "{name}")
    ResponseEntity<byte[]> asset(
            @PathVariable String name, @RequestParam(name = "v", required = false) @Nullable String version) {
        @Nullable Asset asset = ASSETS.get(name);
        if (asset == null) {
            return ResponseEntity.status(HttpStatus.NOT_FOUND).build();
        }
        return ResponseEntity.ok()
                .contentType(asset.type())
                .eTag(asset.version())
                .cacheControl(
                        asset.version().equals(version)
                                ? CacheControl.maxAge(Duration.ofDays(365))
                                        .cachePublic()
                                        .immutable()
                                : CacheControl.noCache())
                .body(asset.content());
    }
}
