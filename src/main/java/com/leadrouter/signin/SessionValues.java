package com.leadrouter.signin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.core.serializer.support.SerializingConverter;

/**
 * How the values of a session become bytes and values again. Only what belongs into one is read; what is something else,
 * or was written by a version that cannot be read any more, is not there, and whoever's session that is signs in again.
 */
final class SessionValues {

    // Texts, and on the way to an OpenID Connect provider Spring Security's note of what was asked.
    private static final ObjectInputFilter BELONGS = ObjectInputFilter.Config.createFilter("maxdepth=20;maxbytes=65536;"
            + "java.lang.*;java.util.*;java.time.*;java.net.URL;java.net.URI;"
            + "org.springframework.security.oauth2.core.**;!*");

    private SessionValues() {}

    static ConversionService conversion() {
        GenericConversionService conversion = new GenericConversionService();
        conversion.addConverter(Object.class, byte[].class, new SerializingConverter());
        conversion.addConverter(byte[].class, Object.class, SessionValues::read);
        return conversion;
    }

    @SuppressWarnings("BanSerializableRead") // behind a filter
    private static @Nullable Object read(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            in.setObjectInputFilter(BELONGS);
            return in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            return null;
        }
    }
}
