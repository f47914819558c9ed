package org.medsendx.journal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Lowers this process's limit of file sizes (RLIMIT_FSIZE) until closed: beyond it the kernel fails
 * writes, half way through if it comes so, as a full disk does.
 */
public final class FileSizeLimit implements AutoCloseable {

    private static final int RLIMIT_FSIZE = 1;
    private static final MethodHandle GET = handle("getrlimit");
    private static final MethodHandle SET = handle("setrlimit");

    private final long before;

    public FileSizeLimit(long bytes) {
        before = soft(-2);
        soft(bytes);
    }

    @Override
    public void close() {
        soft(before);
    }

    /** Sets the soft limit unless -2. @return the one before */
    private static long soft(long bytes) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment limits = arena.allocate(ValueLayout.JAVA_LONG, 2);
            if ((int) GET.invokeExact(RLIMIT_FSIZE, limits) != 0) {
                throw new IllegalStateException("getrlimit failed");
            }
            long before = limits.getAtIndex(ValueLayout.JAVA_LONG, 0);
            if (bytes != -2) {
                limits.setAtIndex(ValueLayout.JAVA_LONG, 0, bytes);
                if ((int) SET.invokeExact(RLIMIT_FSIZE, limits) != 0) {
                    throw new IllegalStateException("setrlimit failed");
                }
            }
            return before;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle handle(String name) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    }
}
