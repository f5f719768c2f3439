import java.nio.file.Files;
import java.nio.file.Path;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;

public class App {
    public static void main(String[] arguments) throws Exception {
        // A class file of Java 25, as its header says.
        byte[] bytes = Files.readAllBytes(Path.of("Service.class"));
        bytes[7] = Byte.parseByte(arguments[0]);
        new ByteBuddy().redefine(Service.class, ClassFileLocator.Simple.of("Service", bytes)).make();
        System.out.println("redefined");
    }
}
