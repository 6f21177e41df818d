package dev.backstory.agent.boundary.webflux;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.WebFluxLogins;
import dev.backstory.agent.boundary.Change;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Where Spring Security's reactive filters learn who is logged in: by a log-in, from a session, or because a rule asks. */
final class SpringSecurityFilters {

    private static final String PACKAGE = "org.springframework.security.web.server.";
    private static final String LOGIN = PACKAGE + "authentication.AuthenticationWebFilter";
    private static final String SESSION = PACKAGE + "context.ReactorContextWebFilter";
    private static final String RULES = PACKAGE + "authorization.DelegatingReactiveAuthorizationManager";

    private SpringSecurityFilters() {}

    static boolean have(String className) {
        return className.equals(LOGIN) || className.equals(SESSION) || className.equals(RULES);
    }

    static List<Change> changes() {
        return List.of(
                Change.toLibraryClass(LOGIN)
                        .advise(named("onAuthenticationSuccess").and(takesArguments(2)), GoOnLoggedIn.class),
                Change.toLibraryClass(SESSION)
                        .advise(named("withSecurityContext").and(takesArguments(2)), ListenToSession.class),
                Change.toLibraryClass(RULES)
                        .advise(
                                namedOneOf("check", "authorize")
                                        .and(takesArguments(2))
                                        .and(takesArgument(
                                                1, named("org.springframework.web.server.ServerWebExchange"))),
                                ListenToRules.class));
    }

    static final class GoOnLoggedIn {
        private GoOnLoggedIn() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.This Object filter, @Advice.Argument(0) Object authentication) {
            return WebFluxLogins.enter(filter, authentication);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces what is returned
        static void exit(
                @Advice.Enter @Nullable Object entered,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object stream) {
            if (entered != null) {
                stream = WebFluxLogins.exit(entered, stream);
            }
        }
    }

    static final class ListenToSession {
        private ListenToSession() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces what is returned
        static void exit(
                @Advice.This Object filter,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object context) {
            context = WebFluxLogins.told(filter, context);
        }
    }

    static final class ListenToRules {
        private ListenToRules() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets an argument
        static void enter(
                @Advice.This Object rules,
                @Advice.Argument(value = 0, readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable
                        Object authentication) {
            authentication = WebFluxLogins.asked(rules, authentication);
        }
    }
}
