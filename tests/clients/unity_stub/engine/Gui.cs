using System.Collections.Generic;

namespace UnityEngine
{
    public class GUIStyle
    {
    }

    public class GUILayoutOption
    {
    }

    /// <summary>A window that a test looks at: what is written there, and what is pressed.</summary>
    public static class GUILayout
    {
        /// <summary>The button that is pressed, once; null for none.</summary>
        public static string Pressed { get; set; }

        /// <summary>What is typed into the next field; null to leave it as it is.</summary>
        public static string Typed { get; set; }

        /// <summary>All that was written since it was cleared.</summary>
        public static List<string> Written { get; } = new List<string>();

        public static bool Button(string text, params GUILayoutOption[] options)
        {
            bool pressed = text == Pressed;
            Pressed = pressed ? null : Pressed;
            return pressed;
        }

        public static void Label(string text, params GUILayoutOption[] options)
        {
            Written.Add(text);
        }

        public static string TextField(string text, params GUILayoutOption[] options)
        {
            string typed = Typed ?? text;
            Typed = null;
            return typed;
        }
    }
}
