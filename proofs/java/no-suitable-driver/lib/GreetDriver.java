import java.sql.*;
import java.util.Properties;
public class GreetDriver implements Driver {
    public Connection connect(String url, Properties p) { return (Connection) java.lang.reflect.Proxy.newProxyInstance(GreetDriver.class.getClassLoader(), new Class<?>[] { Connection.class }, (o, m, a) -> null); }
    public boolean acceptsURL(String url) { return true; }
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties p) { return new DriverPropertyInfo[0]; }
    public int getMajorVersion() { return 1; }
    public int getMinorVersion() { return 0; }
    public boolean jdbcCompliant() { return false; }
    public java.util.logging.Logger getParentLogger() { return null; }
    static { try { DriverManager.registerDriver(new GreetDriver()); } catch (SQLException e) { throw new RuntimeException(e); } }
}
