using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.Reflection;

namespace UnityEngine
{
    public class Object
    {
        public virtual string name { get; set; } = "";

        /// <summary>Saved in the project: what is destroyed in the scene was a copy.</summary>
        public bool IsAsset { get; set; }

        internal bool Destroyed { get; private set; }

        public static void Destroy(Object gone)
        {
            gone.Destroyed = true;
            gone.OnGone();
        }

        public static void DestroyImmediate(Object gone, bool allowDestroyingAssets = false)
        {
            if (!gone.IsAsset || allowDestroyingAssets)
            {
                Destroy(gone);
            }
        }

        public static void DontDestroyOnLoad(Object kept)
        {
        }

        public static T FindObjectOfType<T>()
            where T : Object
        {
            return GameObject.Find<T>();
        }

        public static T FindFirstObjectByType<T>()
            where T : Object
        {
            return GameObject.Find<T>();
        }

        public static bool operator ==(Object one, Object other)
        {
            bool oneGone = ReferenceEquals(one, null) || one.Destroyed;
            bool otherGone = ReferenceEquals(other, null) || other.Destroyed;
            return oneGone || otherGone ? oneGone && otherGone : ReferenceEquals(one, other);
        }

        public static bool operator !=(Object one, Object other)
        {
            return !(one == other);
        }

        public static implicit operator bool(Object there)
        {
            return there != null;
        }

        public override bool Equals(object other)
        {
            return ReferenceEquals(this, other);
        }

        public override int GetHashCode()
        {
            return System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
        }

        internal virtual void OnGone()
        {
        }
    }

    public class ScriptableObject : Object
    {
        public static T CreateInstance<T>()
            where T : ScriptableObject, new()
        {
            return new T();
        }
    }

    public class Component : Object
    {
        public GameObject gameObject { get; internal set; }

        public override string name
        {
            get { return gameObject.name; }
            set { gameObject.name = value; }
        }

        public Transform transform
        {
            get { return gameObject.transform; }
        }

        public T GetComponent<T>()
        {
            return gameObject.GetComponent<T>();
        }
    }

    public class Behaviour : Component
    {
        private bool isEnabled = true;

        public bool enabled
        {
            get
            {
                return isEnabled;
            }
            set
            {
                isEnabled = value;
                OnActivity();
            }
        }

        /// <summary>It, or its object, may have been switched on or off.</summary>
        internal virtual void OnActivity()
        {
        }
    }

    public class MonoBehaviour : Behaviour
    {
        private const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

        private readonly List<IEnumerator> coroutines = new List<IEnumerator>();
        private bool awake;
        private bool active;
        private bool started;

        public Coroutine StartCoroutine(IEnumerator routine)
        {
            coroutines.Add(Flat(routine));
            return new Coroutine();
        }

        internal void Awaken()
        {
            EngineLoop.Add(this);
            Call("Awake");
            awake = true;
            OnActivity();
        }

        internal override void OnActivity()
        {
            bool now = awake && !Destroyed && enabled && gameObject.activeInHierarchy;
            if (now != active)
            {
                active = now;
                Call(active ? "OnEnable" : "OnDisable");
            }
        }

        /// <summary>Coroutines end with their object, not with their component.</summary>
        internal void StopAll()
        {
            coroutines.Clear();
        }

        /// <summary>The editor loads its assemblies anew: nothing is destroyed.</summary>
        internal void Reload()
        {
            if (active)
            {
                Call("OnDisable");
                coroutines.Clear();
                Array.ForEach(GetType().GetFields(Own | BindingFlags.DeclaredOnly), Lose);
                Call("OnEnable");
            }
        }

        // Unity keeps what it can serialize, also where it is private.
        private void Lose(FieldInfo field)
        {
            Type type = field.FieldType;
            bool kept = type.IsValueType || type == typeof(string) || type.IsArray || type.IsSubclassOf(typeof(Object))
                || (type.IsSerializable && !typeof(Delegate).IsAssignableFrom(type));
            if (!kept)
            {
                field.SetValue(this, null);
            }
        }

        internal void RunFrame()
        {
            if (active && !started)
            {
                started = true;
                Call("Start");
            }
            if (active)
            {
                Call("Update");
            }
            coroutines.RemoveAll(each => !each.MoveNext());
        }

        internal override void OnGone()
        {
            EngineLoop.Remove(this);
            OnActivity();
            Call("OnDestroy");
        }

        // What a coroutine yields, where that is one itself, goes first.
        private static IEnumerator Flat(IEnumerator routine)
        {
            while (routine.MoveNext())
            {
                IEnumerator inner = routine.Current as IEnumerator;
                while (inner != null && inner.MoveNext())
                {
                    yield return null;
                }
                yield return null;
            }
        }

        private void Call(string message)
        {
            GetType().GetMethod(message, Own, null, Type.EmptyTypes, null)?.Invoke(this, null);
        }
    }

    public class Coroutine
    {
    }

    public class Collider : Component
    {
    }

    public class CustomYieldInstruction
    {
    }

    public class Transform : Component
    {
        public Vector3 localPosition { get; set; }

        public Vector3 position { get; set; }

        public Transform parent { get; private set; }

        public void SetParent(Transform under, bool worldPositionStays)
        {
            parent = under;
            under.Children.Add(this);
        }

        internal List<Transform> Children { get; } = new List<Transform>();

        public int childCount
        {
            get { return Children.Count; }
        }

        public Transform GetChild(int at)
        {
            return Children[at];
        }

        public Transform Find(string name)
        {
            return Children.Find(child => child.gameObject.name == name);
        }
    }

    public sealed class GameObject : Object
    {
        private static readonly List<GameObject> All = new List<GameObject>();
        private readonly List<Component> components = new List<Component>();

        public GameObject(string name)
        {
            this.name = name;
            transform = AddComponent<Transform>();
            All.Add(this);
        }

        public Transform transform { get; }

        public bool activeInHierarchy { get; private set; } = true;

        public void SetActive(bool active)
        {
            activeInHierarchy = active;
            foreach (MonoBehaviour each in components.FindAll(part => part is MonoBehaviour))
            {
                each.OnActivity();
                if (!active)
                {
                    each.StopAll();
                }
            }
        }

        public T AddComponent<T>()
            where T : Component, new()
        {
            var component = new T { gameObject = this };
            components.Add(component);
            (component as MonoBehaviour)?.Awaken();
            return component;
        }

        public T GetComponent<T>()
        {
            foreach (Component component in components)
            {
                if (component is T)
                {
                    return (T)(object)component;
                }
            }
            return default(T);
        }

        internal static T Find<T>()
            where T : Object
        {
            foreach (GameObject each in All)
            {
                T found = each.Destroyed ? null : each.components.Find(part => part is T && !part.Destroyed) as T;
                if (!ReferenceEquals(found, null))
                {
                    return found;
                }
            }
            return null;
        }

        internal override void OnGone()
        {
            foreach (Component component in components.ToArray())
            {
                Destroy(component);
            }
        }
    }

    public class AsyncOperation
    {
        private Action<AsyncOperation> heard;

        public bool isDone { get; private set; }

        public event Action<AsyncOperation> completed
        {
            add
            {
                if (isDone)
                {
                    value(this);
                }
                else
                {
                    heard += value;
                }
            }
            remove { heard -= value; }
        }

        internal void Complete()
        {
            isDone = true;
            heard?.Invoke(this);
        }
    }

    public static class Time
    {
        private static readonly Stopwatch Watch = Stopwatch.StartNew();
        private static double before;
        private static double suspended;

        public static double realtimeSinceStartupAsDouble
        {
            get { return suspended + Watch.Elapsed.TotalSeconds; }
        }

        public static float unscaledDeltaTime { get; set; }

        /// <summary>The device was put away for so long.</summary>
        internal static void Suspend(double seconds)
        {
            suspended += seconds;
        }

        internal static void Advance()
        {
            double now = realtimeSinceStartupAsDouble;
            unscaledDeltaTime = (float)(now - before);
            before = now;
        }
    }

    public static class Debug
    {
        public static List<string> Logged { get; } = new List<string>();

        public static void Log(object message)
        {
            Logged.Add("log " + message);
        }

        public static void LogWarning(object message, Object about = null)
        {
            Logged.Add("warning " + message);
        }

        public static void LogError(object message, Object about = null)
        {
            Logged.Add("error " + message);
        }

        public static void LogException(Exception error, Object about = null)
        {
            Logged.Add("exception " + error.Message);
        }
    }

    public static class Application
    {
        public static string streamingAssetsPath { get; set; } = "";

        public static string persistentDataPath { get; set; } = "";

        public static bool isPlaying { get; set; } = true;

        public static event Action quitting;

        public static void Quit()
        {
            quitting?.Invoke();
        }
    }
}
