package dev.backstory.it.webflux;

import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/** Reactor Netty, by the name that its factory has in either generation of Spring Boot; or the container that is there. */
final class ChosenServer implements ImportSelector {

    private static final String NEWER = "org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory";
    private static final String OLDER = "org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory";

    @Override
    public String[] selectImports(AnnotationMetadata application) {
        if (Boolean.getBoolean("it.servlet-container")) {
            return new String[0];
        }
        return new String[] {ClassUtils.isPresent(NEWER, getClass().getClassLoader()) ? NEWER : OLDER};
    }
}
