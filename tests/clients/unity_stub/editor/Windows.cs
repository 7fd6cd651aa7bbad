using System;
using System.Collections.Generic;
using UnityEngine;
using Object = UnityEngine.Object;

namespace UnityEditor
{
    public sealed class MenuItem : Attribute
    {
        public MenuItem(string path)
        {
        }
    }

    public sealed class CustomEditor : Attribute
    {
        public CustomEditor(Type inspected)
        {
        }
    }

    public class EditorWindow : ScriptableObject
    {
        public static T GetWindow<T>(string title)
            where T : EditorWindow, new()
        {
            return new T();
        }

        public void Repaint()
        {
        }
    }

    public class Editor : ScriptableObject
    {
        public Object target { get; set; }

        public SerializedObject serializedObject { get; set; }

        public virtual void OnInspectorGUI()
        {
        }

        public bool DrawDefaultInspector()
        {
            return false;
        }

        public void Repaint()
        {
        }
    }

    public sealed class SerializedObject
    {
        private readonly Dictionary<string, SerializedProperty> properties = new Dictionary<string, SerializedProperty>();

        public SerializedProperty FindProperty(string path)
        {
            SerializedProperty property;
            if (!properties.TryGetValue(path, out property))
            {
                properties[path] = property = new SerializedProperty();
            }
            return property;
        }

        public bool ApplyModifiedProperties()
        {
            return true;
        }
    }

    public sealed class SerializedProperty
    {
        private readonly List<SerializedProperty> elements = new List<SerializedProperty>();

        public string stringValue { get; set; } = "";

        public int arraySize
        {
            get { return elements.Count; }
            set
            {
                elements.Clear();
                for (int i = 0; i < value; i++)
                {
                    elements.Add(new SerializedProperty());
                }
            }
        }

        public SerializedProperty GetArrayElementAtIndex(int at)
        {
            return elements[at];
        }
    }

    public static class EditorApplication
    {
        public delegate void CallbackFunction();

        public static CallbackFunction update { get; set; }

        public static double timeSinceStartup
        {
            get { return Time.realtimeSinceStartupAsDouble; }
        }
    }

    public enum InsecureHttpOption
    {
        NotAllowed,
        DevelopmentOnly,
        AlwaysAllowed,
    }

    public static class PlayerSettings
    {
        public static InsecureHttpOption insecureHttpOption { get; set; }
    }

    public static class EditorPrefs
    {
        public static string GetString(string key, string otherwise)
        {
            return otherwise;
        }

        public static void SetString(string key, string value)
        {
        }
    }

    public enum MessageType
    {
        None,
        Info,
        Warning,
        Error,
    }

    public static class EditorStyles
    {
        public static GUIStyle wordWrappedLabel { get; set; }
    }

    public static class EditorGUI
    {
        private static int before;

        public static void BeginChangeCheck()
        {
            before = EditorGUILayout.Typed.Count;
        }

        public static bool EndChangeCheck()
        {
            return EditorGUILayout.Typed.Count < before;
        }
    }

    public static class EditorGUILayout
    {
        /// <summary>What is typed into fields, by their labels.</summary>
        public static Dictionary<string, string> Typed { get; } = new Dictionary<string, string>();

        public static string TextField(string label, string text, params GUILayoutOption[] options)
        {
            string typed;
            bool isTyped = Typed.TryGetValue(label, out typed);
            Typed.Remove(label);
            return isTyped ? typed : text;
        }

        public static string PasswordField(string label, string text, params GUILayoutOption[] options)
        {
            return text;
        }

        public static void LabelField(string text, GUIStyle style, params GUILayoutOption[] options)
        {
            GUILayout.Written.Add(text);
        }

        public static void HelpBox(string text, MessageType type)
        {
            GUILayout.Written.Add(text);
        }

        public static Vector2 BeginScrollView(Vector2 at, params GUILayoutOption[] options)
        {
            return at;
        }

        public static void EndScrollView()
        {
        }
    }
}
