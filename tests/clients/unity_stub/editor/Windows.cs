using System;
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
        public SerializedProperty FindProperty(string path)
        {
            return new SerializedProperty();
        }

        public bool ApplyModifiedProperties()
        {
            return true;
        }
    }

    public sealed class SerializedProperty
    {
        public string stringValue { get; set; } = "";

        public int arraySize { get; set; }

        public SerializedProperty GetArrayElementAtIndex(int at)
        {
            return new SerializedProperty();
        }
    }

    public static class EditorApplication
    {
        public delegate void CallbackFunction();

        public static CallbackFunction update { get; set; }

        public static double timeSinceStartup { get; set; }
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
        public static void BeginChangeCheck()
        {
        }

        public static bool EndChangeCheck()
        {
            return false;
        }
    }

    public static class EditorGUILayout
    {
        public static string TextField(string label, string text, params GUILayoutOption[] options)
        {
            return text;
        }

        public static string PasswordField(string label, string text, params GUILayoutOption[] options)
        {
            return text;
        }

        public static void LabelField(string text, GUIStyle style, params GUILayoutOption[] options)
        {
        }

        public static void HelpBox(string text, MessageType type)
        {
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
