package dev.backstory.agent.boot;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** The asynchronous half of a {@link ServletApi}. */
final class AsyncApi {

    private static final ClassValue<AsyncApi> BY_EVENT = new ClassValue<>() {
        @Override
        protected AsyncApi computeValue(Class<?> type) {
            Class<?> event = type;
            while (!event.getName().endsWith(".servlet.AsyncEvent")) {
                event = event.getSuperclass();
            }
            try {
                String name = event.getName();
                return new AsyncApi(name.substring(0, name.lastIndexOf('.') + 1), event.getClassLoader());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("unknown servlet API", e);
            }
        }
    };

    private final Class<?> listenerType;
    private final MethodHandle addListener;
    private final MethodHandle request;
    private final MethodHandle response;
    private final MethodHandle suppliedRequest;
    private final MethodHandle suppliedResponse;
    private final MethodHandle asyncContext;
    private final MethodHandle throwable;

    AsyncApi(String packageName, @Nullable ClassLoader loader) throws ReflectiveOperationException {
        Class<?> context = Class.forName(packageName + "AsyncContext", false, loader);
        Class<?> event = Class.forName(packageName + "AsyncEvent", false, loader);
        Class<?> requestType = Class.forName(packageName + "ServletRequest", false, loader);
        Class<?> responseType = Class.forName(packageName + "ServletResponse", false, loader);
        listenerType = Class.forName(packageName + "AsyncListener", false, loader);
        addListener = ServletApi.find(context, "addListener", void.class, listenerType, requestType, responseType);
        request = ServletApi.find(context, "getRequest", requestType);
        response = ServletApi.find(context, "getResponse", responseType);
        suppliedRequest = ServletApi.find(event, "getSuppliedRequest", requestType);
        suppliedResponse = ServletApi.find(event, "getSuppliedResponse", responseType);
        asyncContext = ServletApi.find(event, "getAsyncContext", context);
        throwable = ServletApi.find(event, "getThrowable", Throwable.class);
    }

    static @Nullable AsyncApi of(@Nullable Object event) {
        return event == null ? null : BY_EVENT.get(event.getClass());
    }

    /** Has the container tell the handler what happens to the request; its calls are those of an AsyncListener. */
    void listen(Object context, AsyncCompletion handler) throws Throwable {
        Object listener = Proxy.newProxyInstance(listenerType.getClassLoader(), new Class<?>[] {listenerType}, handler);
        listenAgain(context, listener);
    }

    void listenAgain(Object context, Object listener) throws Throwable {
        Object asked = (Object) request.invokeExact(context);
        Object answered = (Object) response.invokeExact(context);
        addListener.invokeExact(context, listener, asked, answered);
    }

    /** That of the event's listener. Tomcat's context refuses to name its own as soon as there was an error. */
    @Nullable
    Object request(Object event) throws Throwable {
        return (Object) suppliedRequest.invokeExact(event);
    }

    @Nullable
    Object response(Object event) throws Throwable {
        return (Object) suppliedResponse.invokeExact(event);
    }

    Object context(Object event) throws Throwable {
        return (Object) asyncContext.invokeExact(event);
    }

    @Nullable
    Throwable throwable(Object event) throws Throwable {
        return (Throwable) throwable.invokeExact(event);
    }
}
