using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Reflection;

namespace NUnit.Framework
{
    public sealed class TestAttribute : Attribute
    {
    }

    public sealed class SetUpAttribute : Attribute
    {
    }

    public sealed class TearDownAttribute : Attribute
    {
    }

    public sealed class AssertionException : Exception
    {
        public AssertionException(string message)
            : base(message)
        {
        }
    }

    /// <summary>As much of NUnit as the package's tests use; Debian's own comes with Windows Forms.</summary>
    public static class Assert
    {
        public static void AreEqual(object expected, object actual)
        {
            if (!Same(expected, actual))
            {
                throw new AssertionException("expected <" + Shown(expected) + ">, was <" + Shown(actual) + ">");
            }
        }

        public static void AreSame(object expected, object actual)
        {
            IsTrue(ReferenceEquals(expected, actual));
        }

        public static void IsTrue(bool condition)
        {
            AreEqual(true, condition);
        }

        public static void IsFalse(bool condition)
        {
            AreEqual(false, condition);
        }

        public static void IsNull(object actual)
        {
            AreEqual(null, actual);
        }

        public static T Throws<T>(Action code)
            where T : Exception
        {
            try
            {
                code();
            }
            catch (T expected)
            {
                return expected;
            }
            throw new AssertionException("nothing of " + typeof(T).Name + " was thrown");
        }

        private static bool Same(object expected, object actual)
        {
            if (expected is Array && actual is Array)
            {
                return ((Array)expected).Cast<object>().SequenceEqual(((Array)actual).Cast<object>());
            }
            if (IsNumber(expected) && IsNumber(actual))
            {
                return Convert.ToDouble(expected) == Convert.ToDouble(actual);
            }
            return Equals(expected, actual);
        }

        private static bool IsNumber(object value)
        {
            return value is int || value is uint || value is long || value is double || value is float;
        }

        private static string Shown(object value)
        {
            Array array = value as Array;
            return array == null ? "" + value : string.Join(", ", array.Cast<object>());
        }
    }

    /// <summary>Runs every [Test] of an assembly, or of its classes that are named; the exit status counts what failed.</summary>
    public static class Runner
    {
        public static int Main(string[] arguments)
        {
            IEnumerable<Type> fixtures = Assembly.LoadFrom(arguments[0]).GetTypes();
            return fixtures
                .Where(type => arguments.Length == 1 || arguments.Contains(type.Name))
                .OrderBy(type => type.Name)
                .Sum(FailedOf);
        }

        // As NUnit does it: one object for all tests of a class, set up before each.
        private static int FailedOf(Type fixture)
        {
            List<MethodInfo> tests = Marked<TestAttribute>(fixture);
            object instance = tests.Count > 0 ? Activator.CreateInstance(fixture) : null;
            List<MethodInfo> before = Marked<SetUpAttribute>(fixture);
            List<MethodInfo> after = Marked<TearDownAttribute>(fixture);
            return tests.Count(test => !Passes(instance, before.Append(test).Concat(after), test));
        }

        private static bool Passes(object instance, IEnumerable<MethodInfo> steps, MethodInfo test)
        {
            string name = test.DeclaringType.Name + "." + test.Name;
            Stopwatch watch = Stopwatch.StartNew();
            try
            {
                foreach (MethodInfo step in steps)
                {
                    step.Invoke(instance, null);
                }
                Console.WriteLine("ok " + name + " " + watch.ElapsedMilliseconds + " ms");
                return true;
            }
            catch (TargetInvocationException broken)
            {
                Console.WriteLine("FAIL " + name + ": " + broken.InnerException);
                return false;
            }
        }

        private static List<MethodInfo> Marked<T>(Type fixture)
            where T : Attribute
        {
            return fixture.GetMethods().Where(method => method.GetCustomAttribute<T>() != null).ToList();
        }
    }
}
